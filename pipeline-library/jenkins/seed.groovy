// Job DSL, run by Configuration as Code at each start: the same twice changes nothing. The platform makes the folders of
// teams and the pipelines of services itself; this is the view on them and a job that shows whether the wiring works.

listView('Slipway') {
	description('What Slipway made here')
	recurse(true)
	jobs {
		regex('.+/.+')
	}
	columns {
		status()
		name()
		lastSuccess()
		lastFailure()
		lastDuration()
	}
}

pipelineJob('slipway-check') {
	description('Shows that agents start, that the library loads and that the platform answers. Run it after installing.')
	logRotator {
		numToKeep(5)
	}
	definition {
		cps {
			sandbox(true)
			script('''@Library('slipway') _

node('slipway') {
	stage('Agent') {
		sh 'java -version; git --version'
	}
	stage('Platform') {
		sh 'curl --fail --silent --show-error --max-time 10 --output /dev/null "$SLIPWAY_URL/actuator/health" || { echo "The platform at $SLIPWAY_URL does not answer"; exit 1; }'
	}
	stage('Library') {
		onBranch('*') { echo 'The library is loaded' }
		notifyTeam(message: 'the wiring works')
	}
}
''')
		}
	}
}
