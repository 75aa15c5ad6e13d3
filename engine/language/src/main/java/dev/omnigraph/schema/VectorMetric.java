package dev.omnigraph.schema;

/** What the distance of two vectors is: the nearer, the smaller. */
public enum VectorMetric {
  /** One less the cosine of the angle between them; a vector of zeros has none. */
  COSINE,
  /** The square root of the sum of the squares of the differences. */
  L2,
  /** The product of the two, negated. */
  DOT
}
