import dev.slipway.Matrix
import dev.slipway.Parameters

/** Runs the block for each combination of values at once; see parallelMatrix.txt. */
def call(Map parameters, Closure body) {
	Parameters.check('parallelMatrix', parameters, ['axes', 'exclude', 'failFast'])
	List cells = Matrix.cells(parameters.axes, parameters.exclude ?: [])
	Map branches = [failFast: parameters.failFast ? true : false]
	for (int i = 0; i < cells.size(); i++) {
		Map cell = cells[i]
		branches[Matrix.name(cell)] = branch(cell, body)
	}
	parallel branches
}

private Closure branch(Map cell, Closure body) {
	return {
		withEnv(Matrix.variables(cell)) {
			body(cell)
		}
	}
}
