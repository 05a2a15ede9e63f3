"""What is wrong with a request, said to the program that sent it: the problem details of RFC 9457."""

from http import HTTPStatus

from flask import Response, jsonify

from booking.web.api.door import api


class Problem(Exception):
    """A request that cannot be answered; `detail` is English, for whoever writes the program."""

    def __init__(self, status: HTTPStatus, detail: str, *, parameter: str | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.parameter = status, detail, parameter


@api.errorhandler(Problem)
def answer(problem: Problem) -> Response:
    """The problem as `application/problem+json`; `parameter` is our own member: which one to mend."""
    response = jsonify(
        type="about:blank",
        title=problem.status.phrase,
        status=problem.status,
        detail=problem.detail,
        parameter=problem.parameter,
    )
    response.status_code = problem.status
    response.mimetype = "application/problem+json"
    return response
