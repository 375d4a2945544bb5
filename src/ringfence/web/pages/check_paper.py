"""Is a paper genuine? Open to anyone: genuine or not, and nothing more than the paper shows."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.jobs import check_paper
from ringfence.jobs.check_paper import PaperAnswer, PaperChecked
from ringfence.web import problems
from ringfence.web.desk import DeskRequest
from ringfence.web.too_often import is_too_often

ASKED_A_MINUTE = 10
OF_ONE_NUMBER_AN_HOUR = 30
"""How often one number may be tried by those who are not signed in, from wherever they ask."""

NUMBER_LONGEST, TEXT_LONGEST, FILE_LARGEST = 120, 6_000, 8 * 1024 * 1024

Wrong = list[tuple[str, str]]


def page(request: DeskRequest) -> HttpResponse:
    """Number and code, the text of the square code, or the file in; how it stands out."""
    typed = {name: request.POST.get(name, "").strip() for name in ("number", "code", "text")}
    told: dict[str, Any] = {"title": _("Check a paper"), "typed": typed, "problems": []}
    if request.method != "POST":
        return render(request, "check_paper.html", told)
    if is_checked_too_often(request, typed["number"]):
        return problems.page(request, "too_often", 429)
    found, wrong = _checked(request, typed)
    told |= {"problems": wrong, "found": found}
    if found is not None:
        told["says"] = _says(found.answer)
        told["kind"] = _kind(found.answer)
    return render(request, "check_paper.html", told, status=400 if wrong else 200)


def is_checked_too_often(request: DeskRequest, number: str) -> bool:
    """Whether an address asks too often, or one number is tried too often from wherever."""
    if is_too_often(request, "check", ASKED_A_MINUTE, 60):
        return True
    asked = number.strip().casefold()
    return bool(asked) and is_too_often(request, "check", OF_ONE_NUMBER_AN_HOUR, 3600, about=asked)


def _checked(request: DeskRequest, typed: dict[str, str]) -> tuple[PaperChecked | None, Wrong]:
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        if (file.size or 0) > FILE_LARGEST:
            return None, [("file", _("The selected file must be smaller than 8 MB"))]
        return check_paper.by_pdf(request.desk, file.read()), []
    if typed["text"]:
        if len(typed["text"]) > TEXT_LONGEST:
            return None, [("text", _("The text is longer than that of any square code"))]
        return check_paper.by_text(request.desk, typed["text"]), []
    wrong: Wrong = []
    if not typed["number"] or len(typed["number"]) > NUMBER_LONGEST:
        wrong.append(("number", _("Enter the number of the paper")))
    if not typed["code"]:
        wrong.append(("code", _("Enter the code that stands under the square")))
    if wrong:
        return None, wrong
    return check_paper.by_number(request.desk, typed["number"], typed["code"]), []


def _says(answer: PaperAnswer) -> str:
    return str(
        {
            PaperAnswer.VALID: _("Genuine, and in force"),
            PaperAnswer.NOT_YET: _("Genuine, and not issued yet"),
            PaperAnswer.OPEN: _("Genuine; it waits for an answer"),
            PaperAnswer.SPENT: _("Genuine, and used up: it covers nothing more"),
            PaperAnswer.EXPIRED: _("Genuine, and expired"),
            PaperAnswer.WITHDRAWN: _("Genuine, and withdrawn or stopped since"),
            PaperAnswer.ALTERED: _("Not genuine: something in it was changed"),
            PaperAnswer.NOT_OURS: _("Not ours: we printed no such paper with this code"),
            PaperAnswer.UNREADABLE: _("This is no paper and no code that we know"),
        }[answer]
    )


def _kind(answer: PaperAnswer) -> str:
    """Which colour and sign stand beside the words."""
    if answer is PaperAnswer.VALID:
        return "ok"
    bad = (PaperAnswer.ALTERED, PaperAnswer.NOT_OURS, PaperAnswer.WITHDRAWN)
    return "bad" if answer in bad else "open"
