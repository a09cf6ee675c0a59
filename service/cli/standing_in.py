"""The command that runs the stand-in for Google alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from service.cli.rehearsing import dry_run_option
from service.config import DEFAULT_STANDIN_PORT
from service.console import Command, Folder, Port
from service.errors import ServiceError
from service.serving import port_faults, try_port
from service.standin.faults import FaultsError, read_faults
from service.standin.prepared import older_spreadsheets, prepare
from service.standin.proxy import start_proxy
from service.standin.pushing import is_ours
from service.standin.quotas import Quotas, parse_limits
from service.standin.server import StandIn
from service.standin.server import serve as serve_standin
from service.standin.state import set_storage


@click.command(cls=Command, help="Chạy riêng bản giả lập Google.")
@click.option("--port", type=Port(), default=DEFAULT_STANDIN_PORT, help="Cổng (mặc định: 8765).")
@click.option("--data", type=Folder(), required=True, help="Thư mục dữ liệu.")
@click.option(
    "--quotas",
    metavar="GIỚI_HẠN",
    help="Giới hạn số lượt gọi mỗi phút: google, hoặc như sheets.read=60,docs.write=60 (mặc định: không).",
)
@click.option(
    "--faults",
    "faults_file",
    type=click.Path(path_type=Path),
    metavar="TỆP",
    help="Gây lỗi theo tệp TOML hoặc JSON, để thử dịch vụ khi Google trục trặc.",
)
@click.option(
    "--push",
    "push_to",
    metavar="ĐỊA_CHỈ",
    help="Nơi nhận tin khi có phiếu mới, ví dụ http://127.0.0.1:8080/hooks/forms (mặc định: không gửi).",
)
@click.option(
    "--no-storage", is_flag=True, help="Tài khoản dịch vụ không được sở hữu tệp, như ở Google hiện nay."
)
@click.option(
    "--recordings",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="THƯ_MỤC",
    help="Đặt sẵn các tệp mà những bản ghi này đọc nhưng không tạo.",
)
@click.option(
    "--proxy",
    "proxy_port",
    type=Port(),
    help="Cổng cho chương trình khác dùng làm proxy: địa chỉ của Google dẫn về bản giả lập.",
)
@dry_run_option
def standin(
    port: int,
    data: Path,
    quotas: str | None,
    faults_file: Path | None,
    push_to: str | None,
    no_storage: bool,
    recordings: Path | None,
    proxy_port: int | None,
    dry_run: bool,
) -> None:
    """The stand-in alone."""
    try:
        faults = read_faults(faults_file) if faults_file else None
    except FaultsError as error:
        raise ServiceError(str(error)) from error
    if push_to is not None and not is_ours(push_to):
        raise ServiceError("--push chỉ nhận địa chỉ trên máy này, ví dụ http://127.0.0.1:8080/hooks/forms.")
    try:
        limits = parse_limits(quotas) if quotas else {}
    except ValueError as error:
        raise ServiceError(
            f"--quotas «{quotas}» không đúng; xin viết google, hoặc như sheets.read=60,docs.write=60."
        ) from error

    if dry_run:
        _preview(port, data, limits, faults_file, push_to, recordings, proxy_port, no_storage=no_storage)
        return

    def say(running: StandIn) -> None:
        click.echo(f"Bản giả lập Google: {running.url}\nTài khoản dịch vụ: {running.service_account}")
        set_storage(running.database, has_storage=not no_storage)
        if recordings is not None:
            click.echo(f"Đã đặt sẵn {_prepared(running, recordings)} tệp theo các bản ghi.")
        if proxy_port is not None:
            with port_faults(f"Cổng {proxy_port} đang được dùng. Hãy chọn cổng khác bằng --proxy."):
                proxy, authority = start_proxy(running, proxy_port)
            click.echo(f"Proxy: {proxy.url}\nChứng thư gốc: {authority}")

    with port_faults(f"Cổng {port} đang được dùng. Hãy chọn cổng khác bằng --port."):
        serve_standin(data, port=port, quotas=Quotas(limits), faults=faults, push_to=push_to, ready=say)


def _preview(
    port: int,
    data: Path,
    limits: Mapping[str, int],
    faults_file: Path | None,
    push_to: str | None,
    recordings: Path | None,
    proxy_port: int | None,
    *,
    no_storage: bool,
) -> None:
    """What would be served; neither the folder nor a key is made."""
    for number, option in ((port, "--port"), (proxy_port, "--proxy")):
        if number is not None:
            taken = f"Cổng {number} đang được dùng. Hãy chọn cổng khác bằng {option}."
            try_port("127.0.0.1", number, taken)
    is_there = (data / "google.sqlite3").exists()
    quotas = ", ".join(f"{name}={limit}" for name, limit in limits.items()) or "không"
    lines = [
        "Đây là chạy thử: chưa mở cổng nào, chưa ghi tệp nào.",
        "",
        f"Bản giả lập Google: http://127.0.0.1:{port}",
        f"Thư mục: {data} ({'đang có dữ liệu, được dùng tiếp' if is_there else 'sẽ được tạo mới'})",
        f"Tệp khóa sẽ ghi: {data / 'service-account.json'}, {data / 'oauth-client.json'}",
        f"Giới hạn mỗi phút: {quotas}",
        f"Lỗi giả: {faults_file or 'không'}",
        f"Báo tin tới: {push_to or 'không gửi'}",
        f"Tài khoản dịch vụ sở hữu tệp: {'không' if no_storage else 'có'}",
    ]
    if recordings is not None:
        with _recording_faults(recordings):
            lines.append(f"Đặt sẵn theo bản ghi: {len(list(older_spreadsheets(recordings)))} tệp")
    if proxy_port is not None:
        lines.append(f"Proxy: http://127.0.0.1:{proxy_port}, chứng thư gốc trong {data}")
    click.echo("\n".join(lines))


def _prepared(running: StandIn, recordings: Path) -> int:
    with _recording_faults(recordings):
        return prepare(running.database, recordings)


@contextmanager
def _recording_faults(recordings: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        raise ServiceError(
            f"Trong thư mục «{recordings}» có tệp JSON không phải bản ghi trao đổi với Google."
        ) from error
