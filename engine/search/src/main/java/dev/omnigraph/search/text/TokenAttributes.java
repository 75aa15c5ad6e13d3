package dev.omnigraph.search.text;

import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.FlagsAttribute;
import org.apache.lucene.analysis.tokenattributes.FlagsAttributeImpl;
import org.apache.lucene.analysis.tokenattributes.KeywordAttribute;
import org.apache.lucene.analysis.tokenattributes.KeywordAttributeImpl;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PackedTokenAttributeImpl;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionLengthAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;
import org.apache.lucene.util.Attribute;
import org.apache.lucene.util.AttributeFactory;
import org.apache.lucene.util.AttributeImpl;

/** The attributes of tokens made by their names: Lucene looks them up by reflection. */
final class TokenAttributes extends AttributeFactory {
  @Override
  public AttributeImpl createAttributeInstance(Class<? extends Attribute> attribute) {
    if (attribute == CharTermAttribute.class
        || attribute == TermToBytesRefAttribute.class
        || attribute == OffsetAttribute.class
        || attribute == PositionIncrementAttribute.class
        || attribute == PositionLengthAttribute.class
        || attribute == TypeAttribute.class) {
      return new PackedTokenAttributeImpl();
    }
    if (attribute == KeywordAttribute.class) {
      return new KeywordAttributeImpl();
    }
    if (attribute == FlagsAttribute.class) {
      return new FlagsAttributeImpl();
    }
    throw new IllegalArgumentException("no filter has asked for " + attribute);
  }
}
