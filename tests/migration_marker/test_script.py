"""The marker script handles an API server that answers, refuses, cuts its reply or hangs."""

import json
import socket
import subprocess
from pathlib import Path

import pytest
import trustme
import yaml

from .api_server import ApiServer, Reply
from .conftest import TOKEN, MakeApi, RunScript, StartScript

CUT = Reply(body=json.dumps({"data": {"abc": "done"}}), cut=True)
HANGING = Reply(body=json.dumps({"data": {"abc": "done"}}), hangs=True)
OTHER_VALUE = Reply(body=json.dumps({"data": {"abc": "other"}}))
NOT_JSON = Reply(body="<html>welcome</html>")
FORBIDDEN = Reply.refusal(403, "forbidden")
BUSY = Reply.refusal(500, "etcd is busy")


def has_ipv6() -> bool:
    """Return whether this machine has the IPv6 loopback address."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="no IPv6 on this machine")


def test_sets_the_key_with_one_patch(api: ApiServer, run_script: RunScript) -> None:
    """A run sends one PATCH of one key of the ConfigMap in the pod's namespace."""
    run_script(api)

    [request] = api.requests
    assert (request.method, request.path, json.loads(request.body)) == (
        "PATCH",
        "/api/v1/namespaces/sync/configmaps/demo-migrations",
        {"data": {"abc": "done"}},
    )


def test_sends_a_merge_patch_with_the_token(api: ApiServer, run_script: RunScript) -> None:
    """The request has the ServiceAccount's token and the content type of a merge patch."""
    run_script(api)

    headers = api.requests[0].headers
    assert (headers["Authorization"], headers["Content-Type"]) == (f"Bearer {TOKEN}", "application/merge-patch+json")


def test_success_is_one_line(api: ApiServer, run_script: RunScript) -> None:
    """A successful run exits with code 0 and prints one line."""
    outcome = run_script(api)

    assert outcome == (0, "marked abc in ConfigMap sync/demo-migrations\n", "")


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply.refusal(409, "the object has been modified"), id="409"),
        pytest.param(Reply.refusal(429, "too many requests"), id="429"),
        pytest.param(BUSY, id="500"),
        pytest.param(Reply(503, "no healthy upstream"), id="503 of a proxy"),
        pytest.param(CUT, id="cut in the middle"),
        pytest.param(OTHER_VALUE, id="another value"),
        pytest.param(NOT_JSON, id="not JSON"),
    ],
)
def test_temporary_failure_is_retried(api: ApiServer, run_script: RunScript, reply: Reply) -> None:
    """The script retries a temporary failure until the reply shows the key with its value."""
    api.replies = [reply, reply]

    outcome = run_script(api)

    assert (outcome.code, len(api.requests)) == (0, 3)


def test_hanging_reply_is_retried(api: ApiServer, run_script: RunScript) -> None:
    """The script retries when the whole reply does not arrive within the time limit."""
    api.replies = [HANGING]

    outcome = run_script(api, MARK_TIMEOUT_MS="250")

    assert "try 1 of 10: no whole reply within 250 ms" in outcome.err


def test_refused_connection_is_retried(make_api: MakeApi, start_script: StartScript) -> None:
    """The script retries a refused connection and succeeds once the server listens."""
    server = make_api()
    process = start_script(server, MARK_DELAY_MS="20")
    assert process.stderr is not None
    first_failure = process.stderr.readline()

    server.listen()

    assert ("ECONNREFUSED" in first_failure, process.wait(timeout=30)) == (True, 0)


def test_gives_up_after_ten_attempts(api: ApiServer, run_script: RunScript) -> None:
    """The script fails after ten attempts, so that the Job shows the failure."""
    api.replies = [BUSY] * 20

    outcome = run_script(api, MARK_DELAY_MS="1")

    assert (outcome.code, len(api.requests)) == (1, 10)


def test_giving_up_names_the_last_answer(api: ApiServer, run_script: RunScript) -> None:
    """The last line names the request and the last answer of the API server."""
    api.replies = [BUSY] * 20

    outcome = run_script(api, MARK_DELAY_MS="1")

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
def test_permanent_refusal_prints_the_way_out(
    api: ApiServer, run_script: RunScript, status: int, message: str, way_out: str
) -> None:
    """The script does not retry a permanent refusal, and prints status, message and way out in one line."""
    api.replies = [Reply.refusal(status, message)]

    outcome = run_script(api)

    failure = f"PATCH ConfigMap sync/demo-migrations, try 1 of 10: {status} {message}; {way_out}\n"
    assert outcome == (1, "", failure)


@pytest.mark.parametrize("lax", ["", "0"], ids=["default", "NODE_TLS_REJECT_UNAUTHORIZED=0"])
def test_server_of_another_authority_gets_no_request(
    api: ApiServer, run_script: RunScript, account: Path, lax: str
) -> None:
    """The script sends the token only to a server certified by the mounted CA, whatever the environment sets."""
    trustme.CA().cert_pem.write_to_path(str(account / "ca.crt"))

    outcome = run_script(api, NODE_TLS_REJECT_UNAUTHORIZED=lax)

    assert (outcome.code, api.requests) == (1, [])


def test_server_of_another_authority_ends_the_run(api: ApiServer, run_script: RunScript, account: Path) -> None:
    """After a certificate of another CA the script does not retry, and names the CA file that it trusts."""
    trustme.CA().cert_pem.write_to_path(str(account / "ca.crt"))

    outcome = run_script(api)

    [line] = outcome.err.splitlines()
    assert line.endswith(f"must be for 127.0.0.1 and signed by the CA in {account}/ca.crt")


@pytest.mark.parametrize(
    ("host", "certified"),
    [("127.0.0.1", "127.0.0.2"), ("localhost", "example.com"), pytest.param("::1", "::2", marks=needs_ipv6)],
)
def test_server_with_another_name_gets_no_request(
    make_api: MakeApi, run_script: RunScript, host: str, certified: str
) -> None:
    """The script refuses a certificate of the right CA for another address or name."""
    server = make_api(host, certified=certified)
    server.listen()

    outcome = run_script(server)

    assert (f"must be for {host}" in outcome.err, server.requests) == (True, [])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", pytest.param("::1", marks=needs_ipv6)])
def test_reaches_the_server_by_address_and_name(make_api: MakeApi, run_script: RunScript, host: str) -> None:
    """KUBERNETES_SERVICE_HOST may be an IPv4 address, an IPv6 address without brackets, or a host name."""
    server = make_api(host)
    server.listen()

    outcome = run_script(server)

    assert outcome.code == 0


@pytest.mark.parametrize("reply", [Reply(), FORBIDDEN, BUSY, CUT], ids=["200", "403", "500", "cut"])
def test_token_is_never_printed(api: ApiServer, run_script: RunScript, reply: Reply) -> None:
    """The output never contains the token."""
    api.replies = [reply]

    outcome = run_script(api)

    assert TOKEN not in outcome.out + outcome.err


@pytest.mark.parametrize("arguments", [[], ["demo-migrations", "abc"], ["demo-migrations", "abc", "done", "more"]])
def test_wrong_arguments_exit_2(node: str, script: str, account: Path, arguments: list[str]) -> None:
    """The script exits with code 2 unless its arguments are <configmap> <key> <value>."""
    environment = {"SERVICE_ACCOUNT_DIR": str(account), "KUBERNETES_SERVICE_HOST": "127.0.0.1"}
    command = [node, "--input-type=module", "-e", script, "--", *arguments]

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr.split(",")[0]) == (2, "usage: mark <configmap> <key> <value>")


def test_text_survives_yaml(script: str) -> None:
    """A YAML manifest keeps the text of the script unchanged."""
    manifest = yaml.safe_dump({"args": ["-e", script]})

    assert yaml.safe_load(manifest) == {"args": ["-e", script]}


def test_lines_are_short_and_clean(script: str) -> None:
    """The script is readable inside a manifest: short lines, no tabs and no trailing white space."""
    unfit = [line for line in script.splitlines() if len(line) > 120 or "\t" in line or line != line.rstrip()]

    assert unfit == []


@pytest.mark.parametrize("expanded", ["$", "{{"])
def test_text_has_nothing_that_tools_expand(script: str, expanded: str) -> None:
    """The script has no `$`, which the kubelet and Flux expand, and no `{{`, which Helm expands."""
    assert expanded not in script
