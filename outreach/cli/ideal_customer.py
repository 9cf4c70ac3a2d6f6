"""The ideal customer profile as commands use it: read from its file, kept in the database, shown in words."""

from typing import TYPE_CHECKING, Any

from outreach.cli import workspace
from outreach.core.errors import NotFound

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.prospects.grading import KeptProfile
    from outreach.prospects.ideal_customer import Grade, Profile

#: The grade of somebody, in `--json`.
GRADE = (
    "object with grade (A to D), fit (fit, near, no), best, points, of, missing (fields), reasons; or null"
)


def profile_of(config: "Config") -> "Profile | None":
    """The profile of the workspace, if it has one. Raises ConfigurationError with everything wrong in it."""
    from outreach.sequences.ideal_customer_file import load_profile

    path = config.policy.ideal_customer
    return load_profile(path) if path.exists() else None


def required_profile(config: "Config") -> "Profile":
    """The same; raises NotFound where there is none."""
    profile = profile_of(config)
    if profile is None:
        raise NotFound(
            f"There is no {config.policy.ideal_customer}. Write who fits, or let `outreach init` write an example."
        )
    return profile


def kept_profile(session: "Session", config: "Config") -> "KeptProfile | None":
    """The profile with its version: what grades are kept with."""
    from outreach.prospects.grading import keep

    profile = profile_of(config)
    return None if profile is None else keep(session, profile, workspace.now())


def grade_facts(graded: "Grade") -> dict[str, Any]:
    """A grade as `--json` has it."""
    return {
        "grade": graded.letter.value,
        "fit": graded.fit.value,
        "best": graded.best.value,
        "points": graded.points,
        "of": graded.of,
        "missing": list(graded.missing),
        "reasons": [
            {
                "name": reason.name,
                "met": None if reason.found.value == "unknown" else reason.found.value == "yes",
                "red_flag": reason.is_red_flag,
                "points": reason.points,
                "of": reason.of,
                "says": reason.says,
            }
            for reason in graded.reasons
        ],
    }


def grade_lines(told: dict[str, Any]) -> list[str]:
    """The same for people, a reason a line."""
    could = f"; could be {told['best']}: {', '.join(told['missing'])} not known" if told["missing"] else ""
    first = f"grade {told['grade']} ({told['fit']}): {told['points']} of {told['of']} points{could}"
    return [first, *(f"  {_mark(reason)}  {reason['name']}: {reason['says']}" for reason in told["reasons"])]


def _mark(reason: dict[str, Any]) -> str:
    if reason["met"] is None:
        return "  ?  "
    if reason["red_flag"]:
        return "FLAG " if reason["met"] else "  ok "
    return f"{reason['points']:>2}/{reason['of']:<2}"
