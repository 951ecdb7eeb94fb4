package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** How long to wait before looking again: often at first, seldom when it takes long, for each wait is kept by Jenkins. */
class Pause implements Serializable {

	private static final long serialVersionUID = 1L

	/** Milliseconds before a look; the first look is number 0. */
	@NonCPS
	static int millis(int look) {
		look < 20 ? 500 : look < 60 ? 2000 : 5000
	}

}
