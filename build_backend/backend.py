"""Builds husrom with maturin, with the tools that its solver needs at hand.

HiGHS is compiled with CMake, and its bindings are made with libclang. Both come from the packages `cmake` and `libclang`, so that
a machine needs only a Rust toolchain and a C++ compiler. What the environment already says is left as it is.
"""

import os
from pathlib import Path

from maturin import (
    build_editable as _build_editable,
)
from maturin import (
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)
from maturin import (
    build_wheel as _build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]


def _provide_tools():
    if "LIBCLANG_PATH" not in os.environ:
        import clang

        os.environ["LIBCLANG_PATH"] = str(Path(clang.__file__).parent / "native")
    import cmake

    os.environ["PATH"] = os.pathsep.join([cmake.CMAKE_BIN_DIR, os.environ.get("PATH", os.defpath)])


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    _provide_tools()
    return _build_wheel(wheel_directory, config_settings, metadata_directory)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    _provide_tools()
    return _build_editable(wheel_directory, config_settings, metadata_directory)
