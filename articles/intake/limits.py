"""How much is too much. The upload page says these numbers; each guard has its test."""

from typing import Final

MEBIBYTE: Final = 2**20

FILE_BYTES: Final = 500 * MEBIBYTE  # one uploaded file: a hundred thousand articles as JSON lines
FILES: Final = 100  # files in one upload
LINE_CHARACTERS: Final = 8 * MEBIBYTE  # one line of JSON lines or CSV, quoted line breaks included
TEXT_BYTES: Final = 8 * MEBIBYTE  # a file that holds one article: text, HTML
PARAGRAPHS: Final = 5_000  # of one article
TABLE_COLUMNS: Final = 200
SHEET_BYTES: Final = 300 * MEBIBYTE  # a workbook unpacked, as its directory declares
SHEET_RATIO: Final = 200  # unpacked to packed: ordinary workbooks stay under 40
HTML_ELEMENTS: Final = 30_000  # extraction takes some 0.15 ms of each; news pages have a few thousand
HTML_DEPTH: Final = 240  # lxml drops what is nested deeper than 256
MEMBERS: Final = 20_000  # files in one archive
MEMBER_BYTES: Final = FILE_BYTES  # one file in an archive, unpacked
ARCHIVE_BYTES: Final = 2_048 * MEBIBYTE  # an archive unpacked, archives inside it included
ARCHIVE_RATIO: Final = 200  # unpacked to packed; text packs to a tenth, a sheet of zeros to a fortieth
ARCHIVE_FREE: Final = 32 * MEBIBYTE  # unpacked to this, no ratio is asked for
ARCHIVES_DEEP: Final = 2  # an archive, and an archive inside it
PDF_PAGES: Final = 100  # of one article
PART_BYTES: Final = 48 * MEBIBYTE  # one part of a DOCX, unpacked
READER_BYTES: Final = 768 * MEBIBYTE  # memory of the process that reads one file
READER_SECONDS: Final = 30  # processor time until the next item comes, for a small file
READER_BYTES_A_SECOND: Final = MEBIBYTE  # a large one gets a second more for each of these
RAW_CHARACTERS: Final = 500_000  # of a refused item kept beside its reason; the original keeps all

TITLE: Final = 1_000
SOURCE: Final = 200
EXTERNAL_ID: Final = 200
URL: Final = 2_000
BYLINE: Final = 300
SECTION: Final = 100
STAMP: Final = 100
PLACE: Final = 300
FIRST_YEAR: Final = 1700
