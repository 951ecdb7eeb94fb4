package dev.slipway.pipeline;

import java.util.List;

/** The help of the pipeline library that this platform comes with. */
public interface StepHelps {

	/**
	 * The library's version, as {@code @Library('slipway@…')} asks for it; empty when
	 * there is no library.
	 */
	String version();

	/** Each step's, by group and name; those without a readable help are left out. */
	List<StepHelp> all();

}
