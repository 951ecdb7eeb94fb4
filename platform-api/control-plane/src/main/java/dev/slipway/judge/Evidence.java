package dev.slipway.judge;

/**
 * The numbers of one comparison. None is ever NaN.
 *
 * @param test what was computed
 * @param statistic its value, as the test defines it
 * @param pValue two-sided: twice the smaller tail, at most 1
 * @param effect candidate − stable in the metric's unit; when the margin is relative
 * candidate / stable − 1
 * @param relative whether effect and interval are parts of stable's value
 * @param worse whether the effect is harmful
 * @param interval where the true effect lies
 * @param level the interval's level of confidence
 */
public record Evidence(String test, double statistic, double pValue, double effect, boolean relative, boolean worse,
		Interval interval, double level) {
}
