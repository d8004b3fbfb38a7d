"""What the bot calls of the Bot API, for where its specification is not at hand.

A line lists parameters as `name:Type`, `!` where one is required, `|` between types, `[]` for an
array. A test holds the table against the specification.
"""

from collections.abc import Mapping

_CHAT = "chat_id!:Integer|String"
_LANGUAGE = "language_code:String"
_EDITED = "chat_id:Integer|String message_id:Integer inline_message_id:String"
_MARKUP = "reply_markup:InlineKeyboardMarkup"
_SENDING = (
    f"{_CHAT} message_thread_id:Integer disable_notification:Boolean protect_content:Boolean "
    f"reply_parameters:ReplyParameters {_MARKUP}"
)

METHODS: Mapping[str, str] = {
    "getMe": "",
    "getUpdates": "offset:Integer limit:Integer timeout:Integer allowed_updates:String[]",
    "setWebhook": (
        "url!:String ip_address:String max_connections:Integer allowed_updates:String[] "
        "drop_pending_updates:Boolean secret_token:String"
    ),
    "deleteWebhook": "drop_pending_updates:Boolean",
    "getWebhookInfo": "",
    "setMyCommands": f"commands!:BotCommand[] scope:BotCommandScope {_LANGUAGE}",
    "getMyCommands": f"scope:BotCommandScope {_LANGUAGE}",
    "deleteMyCommands": f"scope:BotCommandScope {_LANGUAGE}",
    "setMyName": f"name:String {_LANGUAGE}",
    "getMyName": _LANGUAGE,
    "setMyDescription": f"description:String {_LANGUAGE}",
    "getMyDescription": _LANGUAGE,
    "setMyShortDescription": f"short_description:String {_LANGUAGE}",
    "getMyShortDescription": _LANGUAGE,
    "getChat": _CHAT,
    "getChatMember": f"{_CHAT} user_id!:Integer",
    "getChatAdministrators": f"{_CHAT} return_bots:Boolean",
    "leaveChat": _CHAT,
    "sendChatAction": f"{_CHAT} message_thread_id:Integer action!:String",
    "sendMessage": (
        f"{_SENDING} text!:String parse_mode:String link_preview_options:LinkPreviewOptions"
    ),
    "sendRichMessage": f"{_SENDING} rich_message!:InputRichMessage",
    "sendDocument": f"{_SENDING} document!:InputFile|String caption:String parse_mode:String",
    "editMessageText": (
        f"{_EDITED} text:String parse_mode:String link_preview_options:LinkPreviewOptions "
        f"rich_message:InputRichMessage {_MARKUP}"
    ),
    "editMessageReplyMarkup": f"{_EDITED} {_MARKUP}",
    "deleteMessage": f"{_CHAT} message_id!:Integer",
    "answerCallbackQuery": (
        "callback_query_id!:String text:String show_alert:Boolean url:String cache_time:Integer"
    ),
    "answerInlineQuery": (
        "inline_query_id!:String results!:InlineQueryResult[] cache_time:Integer "
        "is_personal:Boolean next_offset:String button:InlineQueryResultsButton"
    ),
}

_SCOPED_TO_CHAT = f"type!:String {_CHAT}"

OBJECTS: Mapping[str, str] = {
    "LinkPreviewOptions": (
        "is_disabled:Boolean url:String prefer_small_media:Boolean prefer_large_media:Boolean "
        "show_above_text:Boolean"
    ),
    "ReplyParameters": (
        "message_id!:Integer chat_id:Integer|String allow_sending_without_reply:Boolean"
    ),
    "InlineKeyboardMarkup": "inline_keyboard!:InlineKeyboardButton[][]",
    "InlineKeyboardButton": (
        "text!:String style:String url:String callback_data:String switch_inline_query:String "
        "switch_inline_query_current_chat:String copy_text:CopyTextButton"
    ),
    "CopyTextButton": "text!:String",
    "InputRichMessage": "html:String",
    "BotCommand": "command!:String description!:String",
    "BotCommandScopeDefault": "type!:String",
    "BotCommandScopeAllPrivateChats": "type!:String",
    "BotCommandScopeAllGroupChats": "type!:String",
    "BotCommandScopeAllChatAdministrators": "type!:String",
    "BotCommandScopeChat": _SCOPED_TO_CHAT,
    "BotCommandScopeChatAdministrators": _SCOPED_TO_CHAT,
    "BotCommandScopeChatMember": f"{_SCOPED_TO_CHAT} user_id!:Integer",
    "InlineQueryResultsButton": "text!:String start_parameter:String",
    "InlineQueryResultArticle": (
        "type!:String id!:String title!:String input_message_content!:InputMessageContent "
        f"{_MARKUP} url:String description:String thumbnail_url:String thumbnail_width:Integer "
        "thumbnail_height:Integer"
    ),
    "InputTextMessageContent": (
        "message_text!:String parse_mode:String link_preview_options:LinkPreviewOptions"
    ),
    "InputRichMessageContent": "rich_message!:InputRichMessage",
}

UNIONS: Mapping[str, tuple[str, ...]] = {
    "BotCommandScope": (
        "BotCommandScopeDefault",
        "BotCommandScopeAllPrivateChats",
        "BotCommandScopeAllGroupChats",
        "BotCommandScopeAllChatAdministrators",
        "BotCommandScopeChat",
        "BotCommandScopeChatAdministrators",
        "BotCommandScopeChatMember",
    ),
    "InlineQueryResult": ("InlineQueryResultArticle",),
    "InputMessageContent": ("InputTextMessageContent", "InputRichMessageContent"),
}
