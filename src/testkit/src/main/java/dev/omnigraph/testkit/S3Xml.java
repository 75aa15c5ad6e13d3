package dev.omnigraph.testkit;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The little XML that the S3 API needs. */
final class S3Xml {
  private S3Xml() {}

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        default -> {
          if (c < 0x20) {
            escaped.append("&#" + (int) c + ";");
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }

  static String element(String name, String text) {
    return "<" + name + ">" + escape(text) + "</" + name + ">";
  }

  /** The texts of all elements of a name, in their order. */
  static List<String> texts(byte[] xml, String name) {
    List<String> texts = new ArrayList<>();
    try {
      XMLStreamReader reader =
          XMLInputFactory.newDefaultFactory()
              .createXMLStreamReader(new ByteArrayInputStream(xml), "UTF-8");
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamReader.START_ELEMENT && reader.getLocalName().equals(name)) {
          texts.add(reader.getElementText());
        }
      }
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException("MalformedXML", e);
    }
    return texts;
  }
}
