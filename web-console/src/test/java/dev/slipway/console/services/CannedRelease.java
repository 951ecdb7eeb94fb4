package dev.slipway.console.services;

/** A release as the API says it. */
final class CannedRelease {

	/**
	 * To be formatted with its status, phase, reason and end as JSON, the strategy's
	 * type, the stage, what it waits for, who paused it as JSON, and its findings.
	 */
	static final String JSON = """
			{"number":4,"status":"%s","phase":"%s","reason":%s,"image":"localhost:5000/shop/orders@sha256:1","commit":"c0ffee1",
			 "replicas":4,"readyReplicas":1,"replaces":3,"requestedBy":"ada","requestedAt":"2026-11-21T09:00:00Z","endedAt":%s,
			 "strategy":{"type":"%s","router":"REPLICAS"},
			 "schedule":{"stage":%d,"weight":25,"since":"2026-11-21T09:01:00Z","waitingFor":"%s","pausedBy":%s,"stages":[
			  {"number":1,"candidate":1,"stable":3,"weight":25,"mirror":0,"hold":"PT1M","untilResumed":true,"gates":[
			   {"name":"go","kind":"approval","settings":{"role":"operator"},"conclusion":"PENDING","explanation":""}]},
			  {"number":2,"candidate":4,"stable":0,"weight":100,"mirror":0,"hold":"PT0S","untilResumed":false,"gates":[]}]},
			 "guardRails":[{"name":"worse","kind":"compare","limit":"At most 1.5 times stable's odds","watched":true,
			  "conclusion":"PENDING","explanation":"errorRatio: the evidence is 2 to 1","value":1.2,"evidence":{}}],
			 "findings":[%s],
			 "pods":[],"history":[{"sequence":1,"at":"2026-11-21T09:00:00Z","phase":"Waiting","reason":"asked for"},
			  {"sequence":2,"at":"2026-11-21T09:00:10Z","phase":"Scaling","reason":"1 new and 3 old pods","stage":1}]}""";

	private CannedRelease() {
	}

}
