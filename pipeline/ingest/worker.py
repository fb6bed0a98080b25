"""The inside of the worker process: takes a task and bytes from stdin, gives answers as JSON on stdout."""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
from array import array
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from ..errors import AktenlageError


def _pdf(data: bytes, argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from .pdf import pdf_pages

    return pdf_pages(data, argument)


def _image(data: bytes, argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from .images import image_pages

    return image_pages(data, argument)


def _html(data: bytes, argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from .html import html_content

    return html_content(data, argument)


def _docx(data: bytes, argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from .office import docx_content

    return docx_content(data, argument)


def _odt(data: bytes, argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from .office import odt_content

    return odt_content(data, argument)


def _rtf(data: bytes, argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from .office import rtf_content

    return rtf_content(data, argument)


TASKS: dict[str, Callable[[bytes, dict[str, Any]], Iterator[dict[str, Any]]]] = {
    "pdf": _pdf,
    "image": _image,
    "html": _html,
    "docx": _docx,
    "odt": _odt,
    "rtf": _rtf,
}


LARGEST_FILE = 256 << 20
"""Bytes a worker may write to one file; stored readings have some hundred thousand."""


def serve() -> None:
    """Work until stdin ends. What libraries print must not get between the answers, so stdout is moved away first."""
    memory = int(sys.argv[1])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    requests = sys.stdin.buffer
    while True:
        prefix = requests.read(8)
        if len(prefix) < 8:
            return
        header = json.loads(requests.read(struct.unpack("<Q", prefix)[0]))
        data = requests.read(header["size"])
        try:
            for answer in TASKS[header["task"]](data, header["argument"]):
                _send(answers, answer)
        except AktenlageError as error:
            _send(answers, {"error": error.code, "message": error.message, "help": error.help})
        except MemoryError:
            _send(answers, {"error": "too_large", "message": "der Speicher reicht nicht", "help": ""})
        except RecursionError:
            _send(answers, {"error": "damaged", "message": "die Datei ist in sich verschachtelt", "help": ""})
        except Exception as error:  # a library met something it did not expect: the file's fault, and said so
            _send(
                answers, {"error": "damaged", "message": _unexpected(error), "help": "neu anfordern oder neu speichern"}
            )
        _send(answers, {"end": True})


def _unexpected(error: Exception) -> str:
    """What a library said, for the archivist who has to decide about the file."""
    return f"die Datei ist anders gebaut als erwartet ({type(error).__name__}: {error})"[:300]


def allow_seconds(seconds: float) -> None:
    """From now on this process may use so much more processor time; then the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _send(answers: BinaryIO, answer: dict[str, Any]) -> None:
    body = json.dumps(answer, ensure_ascii=False, default=_packed).encode("utf-8", "surrogatepass")
    answers.write(struct.pack("<Q", len(body)) + body)
    answers.flush()


def _packed(numbers: array[float]) -> str:
    """The numbers of words as one string: writing and reading each as decimals took as long as laying out the page."""
    return b64encode(numbers).decode("ascii")
