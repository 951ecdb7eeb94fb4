package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** Reads how much of the lines tests reach from the reports of JaCoCo, Cobertura and Go. */
class Coverage implements Serializable {

	private static final long serialVersionUID = 1L

	/** Percent of lines (of statements for Go), 0 to 100; null when the text is none of these reports. */
	@NonCPS
	static Double percent(String report) {
		if (report.startsWith('mode:')) {
			return ofGo(report)
		}
		def cobertura = report =~ /<coverage[^>]*\bline-rate="([0-9.]+)"/
		if (cobertura.find()) {
			return cobertura.group(1).toDouble() * 100
		}
		Double last = null
		def jacoco = report =~ /<counter type="LINE" missed="(\d+)" covered="(\d+)"\/>/
		while (jacoco.find()) {
			last = share(jacoco.group(2) as long, jacoco.group(1) as long) // the last one is the whole report's
		}
		last
	}

	@NonCPS
	private static Double ofGo(String report) {
		long reached = 0
		long missed = 0
		for (String line : report.readLines()) {
			def matcher = line =~ /.* (\d+) (\d+)$/
			if (matcher.matches()) {
				long statements = matcher.group(1) as long
				reached += matcher.group(2) == '0' ? 0 : statements
				missed += matcher.group(2) == '0' ? statements : 0
			}
		}
		share(reached, missed)
	}

	@NonCPS
	private static Double share(long reached, long missed) {
		reached + missed == 0L ? null : (Double) (100d * reached / (reached + missed))
	}

	/** As people read it, such as 81.5 %. */
	@NonCPS
	static String text(Double percent) {
		String.format(Locale.ROOT, '%.1f %%', percent)
	}

}
