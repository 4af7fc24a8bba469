#include "CGraphvizShim.h"
#include "widths.h"

/* Average advance in 1/2048 em of the scripts that Liberation Sans lacks: from DejaVu Sans and Noto, with about
   5 % slack because the reader's font is unknown. Sorted by `last`. */
static const struct { uint32_t first, last; unsigned short width; } script_averages[] = {
    {0x0300, 0x036F, 0},       /* combining marks */
    {0x0530, 0x058F, 1430},    /* Armenian */
    {0x0591, 0x05BD, 0},       /* Hebrew points */
    {0x0590, 0x05FF, 1190},    /* Hebrew */
    {0x064B, 0x065F, 0},       /* Arabic vowel signs */
    {0x0600, 0x08FF, 1280},    /* Arabic, Syriac, Thaana */
    {0x0900, 0x0DFF, 1330},    /* Indic scripts: matras share their consonant's cell */
    {0x0E31, 0x0E31, 0}, {0x0E34, 0x0E3A, 0}, {0x0E47, 0x0E4E, 0},
    {0x0E00, 0x0EFF, 1230},    /* Thai, Lao */
    {0x0F00, 0x109F, 1330},    /* Tibetan, Myanmar */
    {0x10A0, 0x10FF, 1390},    /* Georgian */
    {0x1100, 0x11FF, 1880},    /* Hangul letters */
    {0x1200, 0x139F, 1480},    /* Ethiopic */
    {0x1400, 0x1DFF, 1330},
    {0x200B, 0x200F, 0},       /* zero-width spaces and marks */
    {0x202A, 0x202E, 0}, {0x2060, 0x206F, 0},
    {0x20D0, 0x20FF, 0},
    {0x2E80, 0xA4CF, 2048},    /* CJK */
    {0xA4D0, 0xABFF, 1390},
    {0xAC00, 0xD7FF, 1920},    /* Hangul syllables */
    {0xF900, 0xFAFF, 2048},
    {0xFE00, 0xFE0F, 0}, {0xFE20, 0xFE2F, 0}, {0xFEFF, 0xFEFF, 0},
    {0xFF00, 0xFF60, 2048}, {0xFF61, 0xFFDC, 1024}, {0xFFE0, 0xFFE6, 2048},
    {0x1F000, 0x1FAFF, 2560},  /* emoji */
    {0x20000, 0x3FFFD, 2048},
};

/* The place of a character in the tables; -1 when they lack it. */
static int index_of(uint32_t code) {
  size_t low = 0, high = sizeof width_runs / sizeof width_runs[0];
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (code < width_runs[middle].first) high = middle;
    else if (code >= (uint32_t)width_runs[middle].first + width_runs[middle].count) low = middle + 1;
    else return (int)(width_runs[middle].start + (code - width_runs[middle].first));
  }
  return -1;
}

static unsigned advance(uint32_t code, const unsigned short *table) {
  int place = index_of(code);
  if (place >= 0) return table[place];
  for (size_t index = 0; index < sizeof script_averages / sizeof script_averages[0]; index++)
    if (code >= script_averages[index].first && code <= script_averages[index].last)
      return script_averages[index].width;
  return 1250;
}

/* Decodes one character and moves on; an invalid byte is taken as one character U+FFFD. */
static uint32_t next_code(const unsigned char **at, const unsigned char *end) {
  const unsigned char *p = *at;
  unsigned lead = *p;
  int more = lead < 0x80 ? 0 : lead >= 0xC2 && lead < 0xE0 ? 1 : lead >= 0xE0 && lead < 0xF0 ? 2
             : lead >= 0xF0 && lead < 0xF5 ? 3 : -1;
  *at = p + 1;
  if (more <= 0) return more == 0 ? lead : 0xFFFD;
  if (end - p <= more) return 0xFFFD;
  uint32_t code = lead & (0x3Fu >> more);
  for (int index = 1; index <= more; index++) {
    if ((p[index] & 0xC0) != 0x80) return 0xFFFD;
    code = code << 6 | (p[index] & 0x3Fu);
  }
  *at = p + more + 1;
  return code;
}

double entente_text_width(const char *text, size_t length, double size, int bold) {
  const unsigned char *at = (const unsigned char *)text, *end = at + length;
  const unsigned short *table = bold ? bold_widths : regular_widths;
  double units = 0;
  while (at < end) units += advance(next_code(&at, end), table);
  return units * size / 2048;
}

int entente_text_is_measured(const char *text, size_t length) {
  const unsigned char *at = (const unsigned char *)text, *end = at + length;
  while (at < end)
    if (index_of(next_code(&at, end)) < 0) return 0;
  return 1;
}
