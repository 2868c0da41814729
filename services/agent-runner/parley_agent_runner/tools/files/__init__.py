"""Files of the thread's workspace, as tools."""

from parley_agent_runner.tools.declaration import AnyTool
from parley_agent_runner.tools.files.arranging import DELETE_FILE, MOVE_FILE
from parley_agent_runner.tools.files.looking import FIND_IN_FILES, LIST_FILES, READ_FILE
from parley_agent_runner.tools.files.writing import EDIT_FILE, WRITE_FILE

FILE_TOOLS: tuple[AnyTool, ...] = (
    LIST_FILES,
    READ_FILE,
    WRITE_FILE,
    EDIT_FILE,
    MOVE_FILE,
    DELETE_FILE,
    FIND_IN_FILES,
)
