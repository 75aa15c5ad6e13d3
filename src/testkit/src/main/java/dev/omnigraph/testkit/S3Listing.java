package dev.omnigraph.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;

/** ListObjectsV2. */
final class S3Listing {
  private static final int MAX_KEYS = 1000;

  private S3Listing() {}

  static S3Response list(S3Request request, S3Bucket bucket) {
    String prefix = request.parameter("prefix").orElse("");
    String delimiter = request.parameter("delimiter").orElse("");
    int limit =
        Math.min(MAX_KEYS, request.parameter("max-keys").map(Integer::parseInt).orElse(MAX_KEYS));
    boolean url = request.parameter("encoding-type").orElse("").equals("url");
    NavigableMap<String, S3Bucket.S3Object> rest = bucket.withPrefix(prefix);
    String after =
        request
            .parameter("continuation-token")
            .map(token -> new String(Base64.getUrlDecoder().decode(token), UTF_8))
            .orElse(request.parameter("start-after").orElse(""));

    StringBuilder contents = new StringBuilder();
    Set<String> groups = new TreeSet<>();
    String last = "";
    boolean truncated = false;
    int count = 0;
    for (Map.Entry<String, S3Bucket.S3Object> entry : rest.tailMap(after, false).entrySet()) {
      String key = entry.getKey();
      int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      String group = cut < 0 ? "" : key.substring(0, cut + delimiter.length());
      boolean listed = !group.isEmpty() && (groups.contains(group) || after.startsWith(group));
      if (listed) {
        last = key;
        continue;
      }
      if (count == limit) {
        truncated = true;
        break;
      }
      if (group.isEmpty()) {
        contents.append(entry(encode(key, url), entry.getValue()));
      } else {
        groups.add(group);
      }
      last = key;
      count++;
    }
    return S3Response.xml(document(request, prefix, limit, url, contents, groups, last, truncated));
  }

  private static String document(
      S3Request request,
      String prefix,
      int limit,
      boolean url,
      StringBuilder contents,
      Set<String> groups,
      String last,
      boolean truncated) {
    StringBuilder xml =
        new StringBuilder("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    xml.append(S3Xml.element("Name", request.bucket()));
    xml.append(S3Xml.element("Prefix", encode(prefix, url)));
    xml.append(S3Xml.element("MaxKeys", "" + limit));
    xml.append(S3Xml.element("IsTruncated", "" + truncated));
    if (url) {
      xml.append(S3Xml.element("EncodingType", "url"));
    }
    if (truncated) {
      String token = Base64.getUrlEncoder().encodeToString(last.getBytes(UTF_8));
      xml.append(S3Xml.element("NextContinuationToken", token));
    }
    xml.append(contents);
    for (String group : groups) {
      xml.append("<CommonPrefixes>" + S3Xml.element("Prefix", encode(group, url)));
      xml.append("</CommonPrefixes>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  private static String entry(String key, S3Bucket.S3Object object) {
    return "<Contents>"
        + S3Xml.element("Key", key)
        + S3Xml.element("LastModified", S3Dates.iso(object.lastModified()))
        + S3Xml.element("ETag", "\"" + object.etag() + "\"")
        + S3Xml.element("Size", "" + object.body().length)
        + S3Xml.element("StorageClass", "STANDARD")
        + "</Contents>";
  }

  private static String encode(String key, boolean url) {
    return url ? URLEncoder.encode(key, UTF_8).replace("%2F", "/") : key;
  }
}
