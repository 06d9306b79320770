"""An article in the formats in which news agencies exchange articles, its names marked inside the text."""

from articles.views.article.exchange.ninjs import ninjs
from articles.views.article.exchange.nitf import nitf

__all__ = ["ninjs", "nitf"]
