"""Run cells as a notebook does, magics and figures included, and collect their outputs."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import sys
import warnings
from collections.abc import Iterator
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Instance
from traitlets.config import Config

from autograder.inside.calls import TimeUp, time_limit

MOST_TEXT = 2**20  # characters that one cell may print; in place of the rest stands CUT
MOST_FIGURES = 20
PROGRAMS = {"bash", "sh", "script", "system", "sx", "!", "perl", "ruby", "python3", "pypy", "cmd"}
CUT = "\n[the output was cut here: a cell may print {:,} characters]\n"


class Outputs:
    """The outputs of one cell, in the words of the notebook format, as far as its limits go."""

    def __init__(self) -> None:
        self.all: list[dict[str, Any]] = []
        self._characters = 0
        self._figures = 0

    def stream(self, name: str, text: str) -> None:
        """Add what was printed; a stream that goes on is one output."""
        if self._characters > MOST_TEXT:
            return
        self._characters += len(text)
        if self._characters > MOST_TEXT:
            text = text[: MOST_TEXT - self._characters] + CUT.format(MOST_TEXT)
        if self.all and self.all[-1].get("name") == name:
            self.all[-1]["text"].append(text)
        else:
            self.all.append({"output_type": "stream", "name": name, "text": [text]})

    def data(self, kind: str, data: dict[str, Any]) -> None:
        """Add what was displayed, such as a figure."""
        self._figures += 1
        if self._figures <= MOST_FIGURES:
            shown = {key: str(value) for key, value in data.items()}
            self.all.append({"output_type": kind, "data": shown, "metadata": {}})

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        self.all.append(
            {"output_type": "error", "ename": name, "evalue": value, "traceback": traceback}
        )

    def joined(self) -> list[dict[str, Any]]:
        """The outputs with the parts of each stream in one text."""
        return [
            output | {"text": "".join(output["text"])} if "text" in output else output
            for output in self.all
        ]


class Stream(io.TextIOBase):
    """Standard output or error, into the outputs of the cell that runs."""

    def __init__(self, name: str, shell: CollectingShell) -> None:
        self._name, self._shell = name, shell

    def write(self, text: str) -> int:
        self._shell.outputs.stream(self._name, str(text))
        return len(text)

    def writable(self) -> bool:
        return True


class CollectingHook(DisplayHook):
    """What a cell's last expression shows."""

    shell: CollectingShell

    def write_output_prompt(self) -> None:
        """There is none in a notebook."""

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        self.shell.outputs.data("execute_result", format_dict)

    def finish_displayhook(self) -> None:
        self._is_active = False


class CollectingPublisher(DisplayPublisher):
    """What a cell displays."""

    def publish(self, data: dict, *_: Any, **more: Any) -> None:
        self.shell.outputs.data("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.all.clear()


class CellCompiler(CachingCompiler):
    """Tells `inspect` that a cell is of no module.

    For each frame of a traceback `inspect.getmodule` looks through all modules, some 1,600 here: an
    error seven calls deep took 6.3 ms of CPU time, and takes 2.1.
    """

    def cache(self, *args: Any, **kwargs: Any) -> str:
        name = super().cache(*args, **kwargs)
        path = inspect.getabsfile(None, name)  # type: ignore[arg-type]  # it looks at the name only
        for known in (name, path):
            inspect.modulesbyfile[known] = ""
        return name


class Transformer(TransformerManager):
    """Leaves a cell that is plain Python as it is.

    Looking for magics among its tokens takes longer than compiling it: of the 165 ms of CPU time
    that a submission takes, 6.5 would go into that.
    """

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        return lines if is_python("".join(lines)) else super().do_token_transforms(lines)


def is_python(source: str) -> bool:
    """Can it be compiled, as a cell may be, with `await` outside of functions?"""
    with warnings.catch_warnings(action="ignore"), contextlib.suppress(Exception):
        compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        return True
    return False


class CollectingShell(InteractiveShell):
    """IPython, with the outputs of the cell that runs in `outputs`."""

    outputs = Outputs()
    compiler_class = CellCompiler
    input_transformer_manager = Instance(Transformer, ())

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.outputs.error(etype.__name__, str(evalue), stb)

    @contextlib.contextmanager
    def _tee(self, channel: str) -> Iterator[None]:
        """IPython would keep all that is printed a second time, without a limit."""
        yield

    def system(self, cmd: str) -> None:
        """`!pip install …` and the like need no grading, and should not stop a cell either."""
        print(f"(not run in grading: !{cmd})")

    system_raw = system_piped = system

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> object:
        """`%%bash` and its like start programs, which the sandbox does not allow."""
        if magic_name in PROGRAMS:
            return print(f"(not run in grading: %%{magic_name})")
        return super().run_cell_magic(magic_name, line, cell)

    def ask_exit(self) -> None:
        """`quit()` ends the work of a person, not of a grader."""

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no screen."""


class Shell:
    """A notebook's kernel: `run` its cells, and use what they define from `namespace`."""

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.CollectingShell.colors = "nocolor"
        self._shell = CollectingShell.instance(
            config=config,
            displayhook_class=CollectingHook,
            display_pub_class=CollectingPublisher,
        )
        self._shell.enable_matplotlib("inline")
        self._streams = Stream("stdout", self._shell), Stream("stderr", self._shell)
        self.namespace = self._shell.user_ns

    def run(self, source: str, seconds: float = 60, label: str = "The cell") -> dict[str, Any]:
        """Run a cell for at most `seconds` of CPU time; return its outputs, and a failure if it ran
        into the limit."""
        self._shell.outputs = outputs = Outputs()
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self._streams
        try:
            with warnings.catch_warnings(), time_limit(seconds):
                self._shell.run_cell(source, store_history=False)
        except TimeUp as error:
            outputs.error(TimeUp.__name__, str(error), [])
        finally:
            sys.stdout, sys.stderr = streams
        answer = {"outputs": outputs.joined()}
        for output in outputs.all:
            if output.get("ename") == TimeUp.__name__:
                return answer | {"failure": f"{label} did not end within {output['evalue']}"}
        return answer
