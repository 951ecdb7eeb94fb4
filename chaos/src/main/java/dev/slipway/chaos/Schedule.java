package dev.slipway.chaos;

/**
 * When an experiment runs by itself.
 *
 * @param cron six fields, as Spring reads them, in the platform's time zone
 * @param anyTime whether it may also run outside weekdays from 9 to 15 o'clock, when
 * nobody may be there to look
 * @param jitterSeconds each start is put off by a random time up to this, so that
 * experiments do not all begin together
 */
public record Schedule(String cron, boolean anyTime, int jitterSeconds) {
}
