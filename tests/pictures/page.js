// Telegram shows three lines of an expandable quote; shorter ones have nothing to expand.
for (const quote of document.querySelectorAll("blockquote.expandable")) {
  quote.classList.toggle("folded", quote.scrollHeight > quote.clientHeight + 2);
}
document.documentElement.dataset.height = Math.ceil(document.body.getBoundingClientRect().height);
