package dev.omnigraph.search.text;

import dev.omnigraph.schema.TextAnalysis;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.ar.ArabicStemFilter;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.de.GermanLightStemFilter;
import org.apache.lucene.analysis.de.GermanNormalizationFilter;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.el.GreekLowerCaseFilter;
import org.apache.lucene.analysis.el.GreekStemFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.es.SpanishLightStemFilter;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.it.ItalianLightStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseLightStemFilter;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ro.RomanianNormalizationFilter;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tr.ApostropheFilter;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.apache.lucene.analysis.tr.TurkishLowerCaseFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.tartarus.snowball.ext.DanishStemmer;
import org.tartarus.snowball.ext.DutchStemmer;
import org.tartarus.snowball.ext.FinnishStemmer;
import org.tartarus.snowball.ext.HungarianStemmer;
import org.tartarus.snowball.ext.NorwegianStemmer;
import org.tartarus.snowball.ext.RomanianStemmer;
import org.tartarus.snowball.ext.RussianStemmer;
import org.tartarus.snowball.ext.SwedishStemmer;
import org.tartarus.snowball.ext.TurkishStemmer;

/**
 * Lucene's filters for each language, put together as its own analyzers do. Accents are dropped
 * last, because stems depend on them; in English, where they are foreign, before the stems.
 */
final class LanguageFilters {
  /**
   * What stands before an apostrophe in Italian, from Lucene's analyzer, which does not give it.
   */
  private static final CharArraySet ITALIAN_ARTICLES =
      CharArraySet.unmodifiableSet(
          StopFilter.makeStopSet(
              new String[] {
                "c", "l", "all", "dall", "dell", "nell", "sull", "coll", "pell", "gl", "agl",
                "dagl", "degl", "negl", "sugl", "un", "m", "t", "s", "v", "d"
              },
              true));

  private LanguageFilters() {}

  /**
   * @throws IllegalArgumentException for a language that is not known
   */
  static TokenStream over(TokenStream words, TextAnalysis analysis) {
    String language = analysis.language();
    boolean isEnglish = language.equals("english");
    TokenStream terms = lowerCase(words, language, analysis.stem());
    if (analysis.fold() && isEnglish) {
      terms = new ASCIIFoldingFilter(terms);
    }
    if (analysis.stopWords()) {
      terms = new StopFilter(terms, stopWords(language));
    }
    terms = normalized(terms, language);
    if (analysis.stem()) {
      terms = stems(terms, language);
    }
    return analysis.fold() && !isEnglish ? new ASCIIFoldingFilter(terms) : terms;
  }

  private static TokenStream lowerCase(TokenStream words, String language, boolean stem) {
    return switch (language) {
      case "english" -> new LowerCaseFilter(stem ? new EnglishPossessiveFilter(words) : words);
      case "french" ->
          new LowerCaseFilter(new ElisionFilter(words, FrenchAnalyzer.DEFAULT_ARTICLES));
      case "italian" -> new LowerCaseFilter(new ElisionFilter(words, ITALIAN_ARTICLES));
      case "greek" -> new GreekLowerCaseFilter(words);
      case "turkish" -> new TurkishLowerCaseFilter(stem ? new ApostropheFilter(words) : words);
      case "arabic" -> new DecimalDigitFilter(new LowerCaseFilter(words));
      default -> new LowerCaseFilter(words);
    };
  }

  private static CharArraySet stopWords(String language) {
    return switch (language) {
      case "arabic" -> ArabicAnalyzer.getDefaultStopSet();
      case "danish" -> DanishAnalyzer.getDefaultStopSet();
      case "dutch" -> DutchAnalyzer.getDefaultStopSet();
      case "english" -> EnglishAnalyzer.getDefaultStopSet();
      case "finnish" -> FinnishAnalyzer.getDefaultStopSet();
      case "french" -> FrenchAnalyzer.getDefaultStopSet();
      case "german" -> GermanAnalyzer.getDefaultStopSet();
      case "greek" -> GreekAnalyzer.getDefaultStopSet();
      case "hungarian" -> HungarianAnalyzer.getDefaultStopSet();
      case "italian" -> ItalianAnalyzer.getDefaultStopSet();
      case "norwegian" -> NorwegianAnalyzer.getDefaultStopSet();
      case "portuguese" -> PortugueseAnalyzer.getDefaultStopSet();
      case "romanian" -> RomanianAnalyzer.getDefaultStopSet();
      case "russian" -> RussianAnalyzer.getDefaultStopSet();
      case "spanish" -> SpanishAnalyzer.getDefaultStopSet();
      case "swedish" -> SwedishAnalyzer.getDefaultStopSet();
      case "turkish" -> TurkishAnalyzer.getDefaultStopSet();
      default -> throw unknown(language);
    };
  }

  private static TokenStream normalized(TokenStream terms, String language) {
    return switch (language) {
      case "arabic" -> new ArabicNormalizationFilter(terms);
      case "romanian" -> new RomanianNormalizationFilter(terms);
      default -> terms;
    };
  }

  private static TokenStream stems(TokenStream terms, String language) {
    return switch (language) {
      case "arabic" -> new ArabicStemFilter(terms);
      case "danish" -> new SnowballFilter(terms, new DanishStemmer());
      case "dutch" -> new SnowballFilter(terms, new DutchStemmer());
      case "english" -> new PorterStemFilter(terms);
      case "finnish" -> new SnowballFilter(terms, new FinnishStemmer());
      case "french" -> new FrenchLightStemFilter(terms);
      case "german" -> new GermanLightStemFilter(new GermanNormalizationFilter(terms));
      case "greek" -> new GreekStemFilter(terms);
      case "hungarian" -> new SnowballFilter(terms, new HungarianStemmer());
      case "italian" -> new ItalianLightStemFilter(terms);
      case "norwegian" -> new SnowballFilter(terms, new NorwegianStemmer());
      case "portuguese" -> new PortugueseLightStemFilter(terms);
      case "romanian" -> new SnowballFilter(terms, new RomanianStemmer());
      case "russian" -> new SnowballFilter(terms, new RussianStemmer());
      case "spanish" -> new SpanishLightStemFilter(terms);
      case "swedish" -> new SnowballFilter(terms, new SwedishStemmer());
      case "turkish" -> new SnowballFilter(terms, new TurkishStemmer());
      default -> throw unknown(language);
    };
  }

  private static IllegalArgumentException unknown(String language) {
    return new IllegalArgumentException("no analysis for the language \"" + language + "\"");
  }
}
