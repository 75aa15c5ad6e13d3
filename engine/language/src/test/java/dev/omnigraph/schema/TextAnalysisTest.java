package dev.omnigraph.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.TextAnalysis.Analyzer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextAnalysisTest {
  private static final List<Boolean> EITHER = List.of(false, true);

  @Test
  void everyAnalysisHasATextOfItsOwnThatGivesItBack() {
    Set<String> texts = new HashSet<>();
    Set<TextAnalysis> all = new HashSet<>();
    for (boolean fold : EITHER) {
      for (boolean positions : EITHER) {
        all.add(TextAnalysis.of(Analyzer.SIMPLE, fold, positions));
        all.add(TextAnalysis.of(Analyzer.NGRAM, fold, positions));
        for (String language : TextAnalysis.LANGUAGES) {
          for (boolean stem : EITHER) {
            all.add(TextAnalysis.language(language, stem, true, fold, positions));
            all.add(TextAnalysis.language(language, stem, false, fold, positions));
          }
        }
      }
    }

    for (TextAnalysis analysis : all) {
      texts.add(analysis.text());
      assertThat(TextAnalysis.ofText(analysis.text())).contains(analysis);
    }
    assertThat(texts).hasSameSizeAs(all);
  }

  @Test
  void noTextOfAnotherVersionOrAnotherLanguageIsOne() {
    String version = "-v" + TextAnalysis.VERSION;

    assertThat(TextAnalysis.ofText("english-stem" + version)).isPresent();
    assertThat(TextAnalysis.ofText("english-stem")).isEmpty();
    assertThat(TextAnalysis.ofText("english-stem-v" + (TextAnalysis.VERSION + 1))).isEmpty();
    assertThat(TextAnalysis.ofText("english-fold-stem" + version)).isEmpty();
    assertThat(TextAnalysis.ofText("klingon-stem" + version)).isEmpty();
    assertThat(TextAnalysis.ofText("")).isEmpty();
  }
}
