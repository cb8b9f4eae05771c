"""Files of others that we ship: where each comes from, its hash, its licence. `static/vendor/vendor.json` is the list."""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

# The manifest storage of static files fails on a map that is not there.
SOURCE_MAP = re.compile(rb"\s*(?://|/\*)# sourceMappingURL=[^\n*]*(?:\*/)?\s*")
# The policy refuses an image written into a style; while our own sheet is late, a browser would ask for it.
DATA_ADDRESS = re.compile(rb'url\("data:[^"]*"\)')
SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)"')


def listed() -> list[dict[str, Any]]:
    """The entries of vendor.json."""
    return list(json.loads(_list_path().read_text())["files"])


def digest(data: bytes) -> str:
    """The hash written in the list."""
    return hashlib.sha256(data).hexdigest()


def wrong() -> list[str]:
    """Files whose bytes are not those of the list, and files that the list does not name."""
    folder = _folder()
    entries = listed()
    bad = [
        entry["file"]
        for entry in entries
        if not (folder / entry["file"]).is_file() or digest((folder / entry["file"]).read_bytes()) != entry["sha256"]
    ]
    known = {entry["file"] for entry in entries}
    return bad + [
        str(path.relative_to(folder))
        for path in sorted((folder / "vendor").iterdir())
        if path.name != "vendor.json" and str(path.relative_to(folder)) not in known
    ]


def fetch() -> list[str]:
    """Take every file again from its package, and write the hashes anew; answers the files that changed."""
    entries, changed, packages = listed(), [], {}
    with tempfile.TemporaryDirectory() as place:
        for entry in entries:
            name = f"{entry['name']}@{entry['version']}"
            if name not in packages:
                packages[name] = _unpack(name, Path(place) / str(len(packages)))
            data = _cleaned((packages[name] / entry["from"]).read_bytes(), entry["file"])
            target = _folder() / entry["file"]
            if not target.is_file() or target.read_bytes() != data:
                target.write_bytes(data)
                changed.append(entry["file"])
            entry["sha256"] = digest(data)
    _list_path().write_text(json.dumps({"files": entries}, indent=2, ensure_ascii=False) + "\n")
    return changed


def sprite_names() -> set[str]:
    """Icons that the sprite holds."""
    return set(SYMBOL.findall((_folder() / "img/icons.svg").read_text()))


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "static"


def _list_path() -> Path:
    return _folder() / "vendor/vendor.json"


def _cleaned(data: bytes, name: str) -> bytes:
    if name.endswith(".css"):
        data = DATA_ADDRESS.sub(b"none", data)
    return SOURCE_MAP.sub(b"\n", data) if name.endswith((".js", ".css")) else data


def _unpack(name: str, place: Path) -> Path:
    place.mkdir()
    subprocess.run(["npm", "pack", name, "--silent"], cwd=place, check=True, capture_output=True)
    archive = next(place.glob("*.tgz"))
    with tarfile.open(archive) as packed:
        packed.extractall(place, filter="data")
    return place / "package"
