"""What was spoken in a file, written down by a model."""

from parley_shared.models import FileRef, Model
from parley_shared.questions import Question


class Transcript(Model):
    """A machine's guess; `error` is a sentence of why there is none."""

    text: str = ""
    error: str | None = None


class Transcribe(Question[Transcript]):
    """It may take a minute. Again, soon after, it is not another call of the model."""

    service = "runner"
    verb = "speech.transcribe"
    answer = Transcript
    model: str
    file: FileRef
