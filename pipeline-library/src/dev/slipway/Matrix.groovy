package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** The cells of a matrix: each combination of its axes' values, without those excluded. */
class Matrix implements Serializable {

	private static final long serialVersionUID = 1L

	/**
	 * The cells, in the order of the axes.
	 * @param axes lists of values by name
	 * @param exclude maps; a cell that has all values of one is left out
	 */
	@NonCPS
	static List<Map<String, String>> cells(Map axes, List exclude) {
		if (!axes) {
			throw new Exception("parallelMatrix needs axes, such as [jdk: ['17', '21']]")
		}
		List<Map<String, String>> cells = [[:]]
		for (Map.Entry axis : axes.entrySet()) {
			if (!(axis.key ==~ /[A-Za-z_][A-Za-z0-9_]*/)) {
				throw new Exception("The axis '${axis.key}' is no name of a variable")
			}
			List<Map<String, String>> next = []
			for (Map<String, String> cell : cells) {
				for (Object value : (Collection) axis.value) {
					Map<String, String> more = [:] + cell
					more[axis.key.toString()] = String.valueOf(value)
					next.add(more)
				}
			}
			cells = next
		}
		cells.findAll { cell -> !exclude.any { left -> matches(cell, (Map) left) } }
	}

	@NonCPS
	private static boolean matches(Map<String, String> cell, Map left) {
		for (Map.Entry entry : left.entrySet()) {
			List<String> values = entry.value instanceof Collection ? entry.value.collect { String.valueOf(it) } : [String.valueOf(entry.value)]
			if (!values.contains(cell[entry.key.toString()])) {
				return false
			}
		}
		true
	}

	/** A cell's name, such as {@code jdk=17, os=linux}. */
	@NonCPS
	static String name(Map<String, String> cell) {
		cell.collect { key, value -> "${key}=${value}" }.join(', ')
	}

	/** A cell as variables of the environment, its names in capitals. */
	@NonCPS
	static List<String> variables(Map<String, String> cell) {
		cell.collect { key, value -> "${key.toUpperCase(Locale.ROOT)}=${value}".toString() }
	}

}
