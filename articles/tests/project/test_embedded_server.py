"""The embedded server outlives its killers and not its clients."""

import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from articles.tests.project.conftest import Client, eventually, keepers, postmaster, servers
from newsarchive.postgres import binaries, cluster, identity, processes, server
from newsarchive.postgres.errors import ServerNotStarted
from newsarchive.postgres.place import PORT, Place
from newsarchive.postgres.postmaster import Postmaster

pytestmark = pytest.mark.skipif(not processes.PROC.exists(), reason="looks at processes in /proc")
Start = Callable[[], Client]


def fill(client: Client) -> None:
    client.run("CREATE TABLE headlines (text text)")
    client.run("INSERT INTO headlines SELECT 'כותרת ' || n FROM generate_series(1, 500) n")


def count(client: Client) -> object:
    return client.run("SELECT count(*) FROM headlines")[0][0]


def kill(*pids: int) -> None:
    """Kill processes and wait until they are dead: the system takes a moment, and their locks live as long."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: all(_is_dead(pid) for pid in pids))


def _is_dead(pid: int) -> bool:
    """Tell whether a process has let go of its files: it loses its command line a moment earlier."""
    status = processes.PROC / str(pid) / "status"
    try:
        return "State:\tZ" in status.read_text()
    except OSError:
        return True


def test_rows_survive_the_death_of_the_server(home: Path, client: Start) -> None:
    one = client()
    fill(one)
    old = postmaster(home)
    kill(old)
    assert count(one) == 500
    assert postmaster(home) != old


def test_rows_survive_the_death_of_every_process_of_the_server(home: Path, client: Start) -> None:
    one = client()
    fill(one)
    kill(*keepers(home), *servers(home))
    assert count(one) == 500


def test_a_new_keeper_adopts_the_server_of_a_killed_one(home: Path, client: Start) -> None:
    one = client()
    fill(one)
    served_by, kept_by = postmaster(home), keepers(home)
    kill(*kept_by)
    assert count(one) == 500
    assert postmaster(home) == served_by
    assert len(keepers(home)) == 1 and keepers(home) != kept_by


def test_a_busy_orphan_does_not_keep_the_server_from_starting_again(home: Path, client: Start) -> None:
    busy, other = client(), client()
    fill(other)
    busy.ask("DO $$ BEGIN LOOP END LOOP; END $$")
    running = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'DO %' AND pid <> pg_backend_pid()"
    assert eventually(lambda: other.run(running) == [[1]])
    kill(postmaster(home))
    assert count(other) == 500
    busy.kill()


def test_the_server_stops_soon_after_its_last_client_was_killed(home: Path, client: Start) -> None:
    one, two = client(), client()
    fill(one)
    assert count(two) == 500
    one.kill()
    time.sleep(3)
    assert count(two) == 500, "stopped under a client"
    two.kill()
    assert eventually(lambda: not servers(home) and not keepers(home), seconds=6)


def test_the_next_client_finds_what_the_last_one_left(home: Path, client: Start) -> None:
    first = client()
    fill(first)
    first.end()
    assert eventually(lambda: not servers(home))
    assert count(client()) == 500


def test_clients_that_come_while_the_server_stops_are_served(home: Path, client: Start) -> None:
    fill(first := client())
    first.end()
    for wait in (2.0, 2.3):  # about the moment when the keeper gives up waiting
        time.sleep(wait)
        one = client()
        assert count(one) == 500
        one.end()


def test_clients_that_come_at_once_share_one_server(home: Path, client: Start) -> None:
    together = [client() for _ in range(4)]
    for one in together:
        one.ask("SELECT pg_postmaster_start_time()::text")
    assert len({str(one.rows()) for one in together}) == 1
    assert len(keepers(home)) == 1


def test_a_terminals_interrupt_does_not_reach_the_server(home: Path, client: Start) -> None:
    one = client()
    fill(one)
    sessions = {os.getsid(pid) for pid in (postmaster(home), *keepers(home))}
    assert os.getsid(one.process.pid) not in sessions


def test_nobody_else_can_reach_the_server(home: Path, client: Start) -> None:
    one = client()
    assert one.run("SHOW listen_addresses") == [[""]]
    sockets = Place.of(home).sockets
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "postgres").stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "postgres.log").stat().st_mode) == 0o600


def test_a_stale_pid_file_may_name_a_stranger(home: Path, client: Start) -> None:
    fill(first := client())
    written = (home / "postgres" / "postmaster.pid").read_text()
    first.end()
    assert eventually(lambda: not servers(home))
    with subprocess.Popen(["sleep", "60"]) as stranger:
        stale = written.replace(written.split()[0], str(stranger.pid), 1)
        (home / "postgres" / "postmaster.pid").write_text(stale)
        (Place.of(home).sockets / f".s.PGSQL.{PORT}.lock").write_text(stale)
        assert count(client()) == 500
        assert stranger.poll() is None
        stranger.kill()


def test_a_stale_pid_file_may_name_a_zombie(home: Path, client: Start) -> None:
    fill(first := client())
    first.end()
    assert eventually(lambda: not servers(home))
    zombie = subprocess.Popen(["true"])
    assert eventually(lambda: processes._command(processes.PROC / str(zombie.pid)) == "")
    (home / "postgres" / "postmaster.pid").write_text(f"{zombie.pid}\n{home}/postgres\n")
    assert count(client()) == 500
    zombie.wait()


@pytest.mark.parametrize("name", ["ארכיון שלי, 'עם' \"סימנים\"", "a" * 120])
def test_any_folder_can_be_a_home(name: str, new_cluster: Path, tmp_path: Path) -> None:
    home = tmp_path / name
    shutil.copytree(new_cluster / "postgres", home / "postgres")
    one = Client.start(home)
    assert one.run("SELECT 1") == [[1]]
    one.end()
    assert eventually(lambda: not servers(home))
    shutil.rmtree(Place.of(home).sockets)


def test_a_home_deleted_under_its_server_takes_the_server_along(home: Path, client: Start) -> None:
    one = client()
    assert one.run("SELECT 1") == [[1]]
    shutil.rmtree(home)
    assert eventually(lambda: not servers(home) and not keepers(home))


def test_a_cluster_is_made_whole_with_its_role_and_database(tmp_path: Path) -> None:
    place = Place.of(tmp_path / "h")
    (place.draft / "half").mkdir(parents=True)  # left by an initdb that was killed
    one = Client.start(place.home)
    assert one.run("SELECT current_user::text, rolcreatedb, rolsuper FROM pg_roles WHERE rolname = current_user") == [
        ["newsarchive", True, False]
    ]
    assert one.run("SHOW data_checksums") == [["on"]] and one.run("SHOW fsync") == [["on"]]
    one.end()
    assert not place.draft.exists()
    assert eventually(lambda: not servers(place.home))


def test_what_is_wrong_is_said(home: Path, client: Start) -> None:
    with (home / "postgres" / "postgresql.conf").open("a") as config:
        config.write("nonsense = 1\n")
    one = client()
    one.ask("SELECT 1")
    _, said = one.process.communicate(timeout=30)
    assert "could not be started" in said and 'unrecognized configuration parameter "nonsense"' in said


def test_a_home_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ServerNotStarted, match="ARCHIVE_HOME"):
        server.ensure_running(tmp_path / "file" / "home")


def test_a_socket_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(ServerNotStarted, match="private"):
        identity.private_folder(folder, os.geteuid())
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    with pytest.raises(ServerNotStarted, match="private"):
        identity.private_folder(link, os.geteuid())


@pytest.fixture
def stopped_after(home: Path) -> Iterator[Callable[[identity.Identity], Postmaster]]:
    """Start the home's server as an identity, without a keeper; it is stopped after the test."""
    started: list[Postmaster] = []

    def start(who: identity.Identity) -> Postmaster:
        cluster.prepare(Place.of(home), who)
        started.append(Postmaster(Place.of(home), who))
        started[-1].start()
        assert eventually(started[-1].ready)
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a choice of identities")
def test_root_can_serve_as_each_identity_after_the_other(
    stopped_after: Callable[[identity.Identity], Postmaster],
) -> None:
    possible = [who for who in (*identity.FOR_ROOT[:2], identity.FOR_ROOT[0]) if identity.works(who)]
    assert possible
    for who in possible:
        running = stopped_after(who)
        cluster.verify(running.place)
        assert running.pid() is not None and running.place.data.stat().st_uid == who.owner
        running.stop()
        assert running.pid() is None and not servers(running.place.home)


def test_the_locale_check_agrees_with_what_trigrams_find(
    home: Path, stopped_after: Callable[[identity.Identity], Postmaster]
) -> None:
    stopped_after(identity.of_server())
    where = f"host={Place.of(home).sockets} port={PORT} user=postgres"
    with psycopg.connect(where, dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE plain TEMPLATE template0 LOCALE 'C'")
    for name, knows in (("newsarchive", True), ("plain", False)):
        with psycopg.connect(where, dbname=name) as connection:
            connection.execute("CREATE EXTENSION pg_trgm")
            assert connection.execute(cluster.KNOWS_HEBREW).fetchone() == (knows,)
            assert connection.execute("SELECT show_trgm('שלום') <> '{}'").fetchone() == (knows,)


def test_programs_are_chosen_by_the_release_that_made_the_archive() -> None:
    newest = binaries.folder_for(None)
    assert binaries.release(newest) >= binaries.OLDEST and (newest / "initdb").exists()
    assert binaries.folder_for(binaries.release(newest)) == newest
    with pytest.raises(ServerNotStarted, match="PostgreSQL 9"):
        binaries.folder_for(9)
