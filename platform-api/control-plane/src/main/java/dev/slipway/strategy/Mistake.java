package dev.slipway.strategy;

/**
 * Something that cannot be read as a strategy.
 *
 * @param path where it is written, such as {@code spec.strategy.steps[1].weight}
 * @param message what is wrong
 * @param remedy what to write instead
 */
public record Mistake(String path, String message, String remedy) {

	@Override
	public String toString() {
		return this.path + " " + this.message + ". " + this.remedy;
	}

}
