package dev.slipway.flow;

/**
 * Names one flow.
 *
 * @param kind the name of its {@link FlowKind}
 * @param id its natural key within the kind
 */
public record FlowKey(String kind, String id) {

	@Override
	public String toString() {
		return this.kind + " " + this.id;
	}

}
