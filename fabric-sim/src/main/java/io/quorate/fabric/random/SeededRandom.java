package io.quorate.fabric.random;

import java.util.random.RandomGenerator;

/**
 * The simulator's random numbers: xoshiro256++ 1.0 (Blackman and Vigna, "Scrambled linear
 * pseudorandom number generators", 2019), its 256 bits of state filled from the 64-bit seed by
 * SplitMix64, as its authors advise. Every method that a simulation uses is written out here, so
 * that another JDK's default methods cannot change a run. Not for secrets; one thread at a time.
 */
public final class SeededRandom implements RandomGenerator {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double DOUBLE_UNIT = 0x1.0p-53;
  private static final float FLOAT_UNIT = 0x1.0p-24f;

  private final long seed;
  private long s0;
  private long s1;
  private long s2;
  private long s3;

  public SeededRandom(long seed) {
    this.seed = seed;
    long x = seed;
    s0 = mix(x += GOLDEN_GAMMA);
    s1 = mix(x += GOLDEN_GAMMA);
    s2 = mix(x += GOLDEN_GAMMA);
    s3 = mix(x + GOLDEN_GAMMA);
  }

  /** A generator in a given state, for tests against the authors' code; not all four may be 0. */
  SeededRandom(long s0, long s1, long s2, long s3) {
    this.seed = 0;
    this.s0 = s0;
    this.s1 = s1;
    this.s2 = s2;
    this.s3 = s3;
  }

  /** What this generator was made from; what was drawn since does not change it. */
  public long seed() {
    return seed;
  }

  /**
   * A generator of a component's own. It depends on this generator's seed and the component's name
   * alone: neither numbers already drawn nor other components shift it.
   *
   * @param component e.g. {@code link/S1-S2/loss}
   */
  public SeededRandom split(String component) {
    return new SeededRandom(mix(seed ^ TextDigest.of(component)));
  }

  /** SplitMix64's output function. */
  public static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }

  @Override
  public long nextLong() {
    long result = Long.rotateLeft(s0 + s3, 23) + s0;
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  @Override
  public int nextInt() {
    return (int) (nextLong() >>> 32);
  }

  @Override
  public boolean nextBoolean() {
    return nextLong() < 0;
  }

  /**
   * Uniform in [0, bound), without bias: Lemire's multiplication with rejection ("Fast random
   * integer generation in an interval", 2019).
   */
  @Override
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive: " + bound);
    }
    long product = (nextLong() >>> 32) * bound;
    long low = product & 0xffffffffL;
    if (low < bound) {
      long threshold = ((1L << 32) - bound) % bound;
      while (low < threshold) {
        product = (nextLong() >>> 32) * bound;
        low = product & 0xffffffffL;
      }
    }
    return (int) (product >>> 32);
  }

  @Override
  public int nextInt(int origin, int bound) {
    return (int) nextLong(origin, bound);
  }

  /** Uniform in [0, bound), without bias: the 128-bit form of {@link #nextInt(int)}. */
  @Override
  public long nextLong(long bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive: " + bound);
    }
    long x = nextLong();
    long low = x * bound;
    if (Long.compareUnsigned(low, bound) < 0) {
      long threshold = Long.remainderUnsigned(-bound, bound);
      while (Long.compareUnsigned(low, threshold) < 0) {
        x = nextLong();
        low = x * bound;
      }
    }
    return Math.unsignedMultiplyHigh(x, bound);
  }

  /** Uniform in [origin, bound); the two may be at most 2^63 - 1 apart. */
  @Override
  public long nextLong(long origin, long bound) {
    if (origin >= bound) {
      throw new IllegalArgumentException("empty range: " + origin + " to " + bound);
    }
    return origin + nextLong(Math.subtractExact(bound, origin));
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * DOUBLE_UNIT;
  }

  @Override
  public double nextDouble(double bound) {
    return nextDouble(0.0, bound);
  }

  @Override
  public double nextDouble(double origin, double bound) {
    if (!(origin < bound) || !Double.isFinite(bound - origin)) {
      throw new IllegalArgumentException("no finite range: " + origin + " to " + bound);
    }
    double drawn = origin + nextDouble() * (bound - origin);
    return drawn < bound ? drawn : Math.nextDown(bound);
  }

  @Override
  public float nextFloat() {
    return (nextLong() >>> 40) * FLOAT_UNIT;
  }

  @Override
  public float nextFloat(float bound) {
    return nextFloat(0.0f, bound);
  }

  @Override
  public float nextFloat(float origin, float bound) {
    if (!(origin < bound) || !Float.isFinite(bound - origin)) {
      throw new IllegalArgumentException("no finite range: " + origin + " to " + bound);
    }
    float drawn = origin + nextFloat() * (bound - origin);
    return drawn < bound ? drawn : Math.nextDown(bound);
  }

  /** True with this probability; draws nothing when it is 0 or less, or 1 or more. */
  public boolean chance(double probability) {
    if (probability <= 0.0) {
      return false;
    }
    return probability >= 1.0 || nextDouble() < probability;
  }

  /**
   * Standard normal, by Marsaglia's polar method; {@link StrictMath}, so that every machine agrees.
   */
  @Override
  public double nextGaussian() {
    while (true) {
      double u = 2.0 * nextDouble() - 1.0;
      double v = 2.0 * nextDouble() - 1.0;
      double s = u * u + v * v;
      if (s < 1.0 && s > 0.0) {
        return u * StrictMath.sqrt(-2.0 * StrictMath.log(s) / s);
      }
    }
  }

  @Override
  public double nextGaussian(double mean, double deviation) {
    return mean + deviation * nextGaussian();
  }

  /** Exponential of mean 1, by inversion; at most about 37. */
  @Override
  public double nextExponential() {
    return -StrictMath.log(1.0 - nextDouble());
  }

  @Override
  public void nextBytes(byte[] bytes) {
    int i = 0;
    while (i < bytes.length) {
      long x = nextLong();
      for (int n = 0; n < 8 && i < bytes.length; n++, x >>>= 8) {
        bytes[i++] = (byte) x;
      }
    }
  }
}
