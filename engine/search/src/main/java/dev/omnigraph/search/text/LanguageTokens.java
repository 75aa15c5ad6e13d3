package dev.omnigraph.search.text;

import dev.omnigraph.schema.TextAnalysis;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** Words of a language, by Lucene's tokenizer and filters. */
final class LanguageTokens implements Tokens {
  private final StandardTokenizer tokenizer = new StandardTokenizer(new TokenAttributes());
  private final TokenStream terms;
  private final CharTermAttribute term;
  private final OffsetAttribute offset;
  private final PositionIncrementAttribute increment;

  LanguageTokens(TextAnalysis analysis) {
    tokenizer.setMaxTokenLength(MOST_CHARACTERS);
    terms = LanguageFilters.over(tokenizer, analysis);
    term = terms.addAttribute(CharTermAttribute.class);
    offset = terms.addAttribute(OffsetAttribute.class);
    increment = terms.addAttribute(PositionIncrementAttribute.class);
  }

  @Override
  public void analyze(String text, TokenSink sink) {
    try (StringReader reader = new StringReader(text)) {
      tokenizer.setReader(reader);
      terms.reset();
      int position = -1;
      while (terms.incrementToken()) {
        position += increment.getPositionIncrement();
        if (term.length() > 0) {
          String whole = Surrogates.replaced(term.toString());
          sink.accept(whole, position, offset.startOffset(), offset.endOffset());
        }
      }
      terms.end();
      terms.close();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory does not fail", e);
    }
  }
}
