"""A small bot on the real discord.py, to try the emulator with."""

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import discord
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.emulators.discord import DiscordEmulator

TOPICS = ("cs.CL", "cs.CV", "stat.ML")


class Translator(app_commands.Translator):
    """Knows one word of German."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        is_known = string.message == "hot" and locale is discord.Locale.german
        return "heiß" if is_known else None


class Question(ui.Modal, title="Which words?"):
    """Asks for words, and repeats them."""

    words: ui.Label["Question"] = ui.Label(
        text="Words", component=ui.TextInput(custom_id="words", max_length=20)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        field = self.words.component
        assert isinstance(field, ui.TextInput)
        await interaction.response.send_message(f"Looking for {field.value}", ephemeral=True)


class Page(ui.LayoutView):
    """A text with buttons and a menu below."""

    def __init__(self, words: str) -> None:
        super().__init__(timeout=None)
        self._menu = ui.Select["Page"](
            custom_id="topic",
            options=[discord.SelectOption(label=each.upper(), value=each) for each in TOPICS],
        )
        more = ui.Button["Page"](label="More", custom_id="more")
        ask = ui.Button["Page"](label="Ask", custom_id="ask")
        off = ui.Button["Page"](label="Off", custom_id="off", disabled=True)
        more.callback = self._more  # type: ignore[method-assign]
        ask.callback = self._ask  # type: ignore[method-assign]
        self._menu.callback = self._choose  # type: ignore[method-assign]
        rows = (ui.ActionRow["Page"](more, ask, off), ui.ActionRow["Page"](self._menu))
        self.add_item(ui.Container["Page"](ui.TextDisplay(words), *rows))

    async def _more(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(view=Page("More papers"))

    async def _ask(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Question())

    async def _choose(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(view=Page(f"Papers of {self._menu.values}"))


class SmallBot(discord.AutoShardedClient):
    """Answers a few commands, and notes where it is."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.01,
        )
        self.tree = app_commands.CommandTree(self)
        self.news: asyncio.Queue[tuple[str, int]] = asyncio.Queue()

    async def setup_hook(self) -> None:
        self.add_view(Page("again"))
        self.tree.add_command(hot)
        self.tree.add_command(settings)
        self.tree.add_command(slow)
        self.tree.add_command(look_up)
        await self.tree.set_translator(Translator())
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Start the next shard at once; discord.py would wait for five seconds."""

    async def on_ready(self) -> None:
        self.news.put_nowait(("ready", len(self.guilds)))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.news.put_nowait(("joined", guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.news.put_nowait(("left", guild.id))

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        self.news.put_nowait(("opened", channel.id))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self.news.put_nowait(("deleted", channel.id))

    async def hears(self) -> tuple[str, int]:
        """Wait for the next piece of news."""
        async with asyncio.timeout(5):
            return await self.news.get()


@app_commands.command(name="hot", description="The hot papers")
async def hot(
    interaction: discord.Interaction, topic: str, count: app_commands.Range[int, 1, 9] = 3
) -> None:
    """Answer late, with a page and a file, and add a word in private."""
    await interaction.response.defer(ephemeral=topic == "private")
    page = Page(f"{count} papers of {topic} for {interaction.locale}")
    file = discord.File(io.BytesIO(b"papers"), "papers.txt")
    await interaction.edit_original_response(view=page, attachments=[file])
    await interaction.followup.send("That was all.", ephemeral=True)


@hot.autocomplete("topic")
async def complete(
    interaction: discord.Interaction, current: str
) -> list[app_commands.Choice[str]]:
    """Offer the topics that begin like that."""
    fitting = [topic for topic in TOPICS if topic.startswith(current)]
    return [app_commands.Choice(name=f"About {topic}", value=topic) for topic in fitting]


@app_commands.command(name="settings", description="Where to post")
@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
async def settings(interaction: discord.Interaction, channel: discord.TextChannel) -> None:
    """Say where posts will go."""
    rights = interaction.permissions.manage_guild
    await interaction.response.send_message(f"Posting in {channel.name}, {rights}")


@app_commands.command(name="slow", description="Never comes to an end")
async def slow(interaction: discord.Interaction) -> None:
    """Begin to think, and go on for ever."""
    await interaction.response.defer(thinking=True, ephemeral=True)


@app_commands.context_menu(name="Look up papers")
async def look_up(interaction: discord.Interaction, message: discord.Message) -> None:
    """Say which message was meant."""
    await interaction.response.send_message(f"In {message.id}: {message.content}")


@contextmanager
def pointed_at(emulator: DiscordEmulator) -> Iterator[None]:
    """Let discord.py talk to the emulator; it has one address for the whole process."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = emulator.url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(emulator.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def running(emulator: DiscordEmulator, *, shards: int = 1) -> AsyncIterator[SmallBot]:
    """Run the bot until all its shards are online, and close it in the end."""
    with pointed_at(emulator):
        async with SmallBot() as bot:
            life = asyncio.create_task(bot.start(emulator.TOKEN))
            online = asyncio.create_task(emulator.sees_the_bot_online(shards=shards))
            await asyncio.wait((life, online), return_when=asyncio.FIRST_COMPLETED)
            await (online if online.done() else life)
            yield bot
        with suppress(discord.ConnectionClosed):
            await life
