"""Files: contents by sha256, read and written in chunks of at most 512 KB."""

from pydantic import Field

from parley_shared.models import FileRef, Model
from parley_shared.questions import Done, Question


class WriteChunk(Question[Done]):
    """Chunks of an upload come in order, from offset 0; a repeated one changes nothing."""

    verb = "file.write"
    answer = Done
    upload_id: str
    offset: int
    base64: str


class KeepFile(Question[FileRef]):
    """End an upload. Raises FileDamaged if the contents are not what `sha256` says."""

    verb = "file.keep"
    answer = FileRef
    upload_id: str
    file: FileRef
    thread_id: str | None = None


class GetFile(Question[FileRef]):
    """Raises FileNotKept."""

    verb = "file.get"
    answer = FileRef
    file_id: str


class Chunk(Model):
    base64: str
    end: bool


class ReadChunk(Question[Chunk]):
    verb = "file.read"
    answer = Chunk
    file_id: str
    offset: int = 0
    limit: int = Field(default=512 * 1024, ge=1, le=512 * 1024)
