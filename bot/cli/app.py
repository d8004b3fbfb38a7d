"""The commands, by name."""

import typer

from bot.cli import attention, chatting, operating, papers, posting, subscriptions

app = typer.Typer(
    name="hotpapers",
    help="The day's hottest arXiv papers, in your terminal, on Discord and on Telegram.",
    epilog="Settings come from the environment and from .env; .env.example explains each.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command("collect")(attention.collect)
app.command("sources")(attention.sources)
app.command("backfill")(attention.backfill)
app.command("import")(papers.import_posts)
app.command("rank")(papers.rank)
app.command("why")(attention.why)
app.command("export")(papers.export)
app.command("post")(posting.post)
app.command("run")(operating.run)
app.command("migrate")(operating.migrate)
app.command("doctor")(operating.doctor)
app.command("chat")(chatting.chat)
app.add_typer(subscriptions.app, name="subscriptions")
