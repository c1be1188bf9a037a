"""The marking script against an API server that answers, refuses, breaks off and hangs."""

import json
import socket
import subprocess
from pathlib import Path

import pytest
import trustme
import yaml

from .api_server import ApiServer, Reply
from .conftest import TOKEN, MakeApi, RunMark, StartMark

CUT = Reply(body=json.dumps({"data": {"abc": "done"}}), cut=True)
HANGING = Reply(body=json.dumps({"data": {"abc": "done"}}), hangs=True)
OTHER_VALUE = Reply(body=json.dumps({"data": {"abc": "other"}}))
NOT_JSON = Reply(body="<html>welcome</html>")
FORBIDDEN = Reply.config_error(403, "forbidden")
BUSY = Reply.config_error(500, "etcd is busy")


def has_ipv6() -> bool:
    """Tell whether this machine has the IPv6 loopback address."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="no IPv6 on this machine")


def test_sets_the_key_with_one_merge_patch(api: ApiServer, run_mark: RunMark) -> None:
    """A run is one PATCH of one key of the ConfigMap in the pod's namespace."""
    run_mark(api)

    [request] = api.requests
    assert (request.method, request.path, json.loads(request.body)) == (
        "PATCH",
        "/api/v1/namespaces/sync/configmaps/demo-migrations",
        {"data": {"abc": "done"}},
    )


def test_sends_a_merge_patch_with_the_token(api: ApiServer, run_mark: RunMark) -> None:
    """The API server learns who asks, and that the body is a merge patch."""
    run_mark(api)

    headers = api.requests[0].headers
    assert (headers["Authorization"], headers["Content-Type"]) == (f"Bearer {TOKEN}", "application/merge-patch+json")


def test_success_is_one_line(api: ApiServer, run_mark: RunMark) -> None:
    """A run that set the key exits 0, says so in one line, and says nothing else."""
    outcome = run_mark(api)

    assert outcome == (0, "marked abc in ConfigMap sync/demo-migrations\n", "")


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply.config_error(409, "the object has been modified"), id="409"),
        pytest.param(Reply.config_error(429, "too many requests"), id="429"),
        pytest.param(BUSY, id="500"),
        pytest.param(Reply(503, "no healthy upstream"), id="503 of a proxy"),
        pytest.param(CUT, id="cut in the middle"),
        pytest.param(OTHER_VALUE, id="another value"),
        pytest.param(NOT_JSON, id="not JSON"),
    ],
)
def test_passing_failure_is_tried_again(api: ApiServer, run_mark: RunMark, reply: Reply) -> None:
    """What may pass is tried again, until the reply shows the key with the value."""
    api.replies = [reply, reply]

    outcome = run_mark(api)

    assert (outcome.code, len(api.requests)) == (0, 3)


def test_hanging_reply_is_tried_again(api: ApiServer, run_mark: RunMark) -> None:
    """A reply that stops in the middle counts against the time limit, which is for all of it."""
    api.replies = [HANGING]

    outcome = run_mark(api, MARK_TIMEOUT_MS="250")

    assert "try 1 of 10: no whole reply within 250 ms" in outcome.err


def test_waits_for_a_server_that_comes_up(make_api: MakeApi, start_mark: StartMark) -> None:
    """A refused connection is tried again, and the run succeeds once the server listens."""
    server = make_api()
    process = start_mark(server, MARK_DELAY_MS="20")
    assert process.stderr is not None
    first_failure = process.stderr.readline()

    server.listen()

    assert ("ECONNREFUSED" in first_failure, process.wait(timeout=30)) == (True, 0)


def test_gives_up_after_ten_tries(api: ApiServer, run_mark: RunMark) -> None:
    """A server that never recovers ends the run, so that the Job shows the failure."""
    api.replies = [BUSY] * 20

    outcome = run_mark(api, MARK_DELAY_MS="1")

    assert (outcome.code, len(api.requests)) == (1, 10)


def test_giving_up_names_the_last_answer(api: ApiServer, run_mark: RunMark) -> None:
    """The last line tells what was tried and what the API server said."""
    api.replies = [BUSY] * 20

    outcome = run_mark(api, MARK_DELAY_MS="1")

    last_line = outcome.err.splitlines()[-1]
    assert last_line == "PATCH ConfigMap sync/demo-migrations, try 10 of 10: 500 etcd is busy"


@pytest.mark.parametrize(
    ("status", "message", "way_out"),
    [
        (401, "Unauthorized", "the token is not valid; delete the Job and apply the manifests again"),
        (403, "forbidden", "its ServiceAccount's Role must allow get and patch on configmaps/demo-migrations"),
        (404, "not found", "the ConfigMap demo-migrations is missing; apply the manifests again"),
        (422, "a bad key", "the API server does not take this change"),
    ],
)
def test_lasting_refusal_tells_the_way_out(
    api: ApiServer, run_mark: RunMark, status: int, message: str, way_out: str
) -> None:
    """What no second try mends ends the run at once, with the status, the message and the way out in one line."""
    api.replies = [Reply.config_error(status, message)]

    outcome = run_mark(api)

    failure = f"PATCH ConfigMap sync/demo-migrations, try 1 of 10: {status} {message}; {way_out}\n"
    assert outcome == (1, "", failure)


@pytest.mark.parametrize("lax", ["", "0"], ids=["default", "NODE_TLS_REJECT_UNAUTHORIZED=0"])
def test_server_of_another_authority_gets_nothing(api: ApiServer, run_mark: RunMark, account: Path, lax: str) -> None:
    """The token goes to no server that the mounted CA does not vouch for, whatever the environment says."""
    trustme.CA().cert_pem.write_to_path(str(account / "ca.crt"))

    outcome = run_mark(api, NODE_TLS_REJECT_UNAUTHORIZED=lax)

    assert (outcome.code, api.requests) == (1, [])


def test_server_of_another_authority_ends_the_run(api: ApiServer, run_mark: RunMark, account: Path) -> None:
    """A certificate that does not verify ends the run at the first try and names the file that must vouch for it."""
    trustme.CA().cert_pem.write_to_path(str(account / "ca.crt"))

    outcome = run_mark(api)

    [line] = outcome.err.splitlines()
    assert line.endswith(f"must be for 127.0.0.1 and signed by the CA in {account}/ca.crt")


@pytest.mark.parametrize(
    ("host", "certified"),
    [("127.0.0.1", "127.0.0.2"), ("localhost", "example.com"), pytest.param("::1", "::2", marks=needs_ipv6)],
)
def test_server_under_another_name_gets_nothing(
    make_api: MakeApi, run_mark: RunMark, host: str, certified: str
) -> None:
    """A certificate of the right authority for another address or name does not verify either."""
    server = make_api(host, certified=certified)
    server.listen()

    outcome = run_mark(server)

    assert (f"must be for {host}" in outcome.err, server.requests) == (True, [])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", pytest.param("::1", marks=needs_ipv6)])
def test_reaches_the_server_by_address_and_name(make_api: MakeApi, run_mark: RunMark, host: str) -> None:
    """KUBERNETES_SERVICE_HOST is an address, bare even in IPv6, or the name some managed clusters put there."""
    server = make_api(host)
    server.listen()

    outcome = run_mark(server)

    assert outcome.code == 0


@pytest.mark.parametrize("reply", [Reply(), FORBIDDEN, BUSY, CUT], ids=["200", "403", "500", "cut"])
def test_token_is_never_printed(api: ApiServer, run_mark: RunMark, reply: Reply) -> None:
    """Whatever happens, the output does not hold the token."""
    api.replies = [reply]

    outcome = run_mark(api)

    assert TOKEN not in outcome.out + outcome.err


@pytest.mark.parametrize("arguments", [[], ["demo-migrations", "abc"], ["demo-migrations", "abc", "done", "more"]])
def test_wrong_arguments_exit_2(node: str, script: str, account: Path, arguments: list[str]) -> None:
    """A call that is not <configmap> <key> <value> is a mistake of the caller, not of the cluster."""
    environment = {"SERVICE_ACCOUNT_DIR": str(account), "KUBERNETES_SERVICE_HOST": "127.0.0.1"}
    command = [node, "--input-type=module", "-e", script, "--", *arguments]

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr.split(",")[0]) == (2, "usage: mark <configmap> <key> <value>")


def test_text_survives_yaml(script: str) -> None:
    """A manifest gives the script back as it is."""
    manifest = yaml.safe_dump({"args": ["-e", script]})

    assert yaml.safe_load(manifest) == {"args": ["-e", script]}


def test_lines_are_short_and_clean(script: str) -> None:
    """The script reads well inside a manifest: short lines, no tab, nothing invisible at their ends."""
    unfit = [line for line in script.splitlines() if len(line) > 120 or "\t" in line or line != line.rstrip()]

    assert unfit == []


@pytest.mark.parametrize("mark", ["$", "{{"])
def test_text_holds_nothing_that_tools_expand(script: str, mark: str) -> None:
    """The kubelet expands $(NAME) in arguments, Flux ${NAME}, and Helm double braces."""
    assert mark not in script
