/* libchelper: the user's locale, in the parts that Java names. */
#include <locale.h>
#include <string.h>
#include "svm_locale.h"

static svm_locale_props_t locale;
static char display[64], format[64];

/* Cuts language_COUNTRY.encoding@variant, which is copied to TEXT, into language and country. */
static void read_category(int category, char *text, const char **language, const char **country) {
  const char *name = setlocale(category, NULL);
  *language = "en";
  *country = "";
  if (!name || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0 || strncmp(name, "C.", 2) == 0) {
    return;
  }
  strncpy(text, name, 63);
  text[strcspn(text, ".@")] = 0;
  *language = text;
  char *underscore = strchr(text, '_');
  if (underscore) {
    *underscore = 0;
    *country = underscore + 1;
  }
}

int svm_initialize_locale(void) {
  setlocale(LC_ALL, "");
  locale.display_script = locale.display_variant = locale.format_script = locale.format_variant = "";
  read_category(LC_CTYPE, display, &locale.display_language, &locale.display_country);
  read_category(LC_CTYPE, format, &locale.format_language, &locale.format_country);
  return SVM_LOCALE_INITIALIZATION_SUCCEEDED;
}

svm_locale_props_t *svm_get_locale(void) { return &locale; }
