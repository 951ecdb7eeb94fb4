package dev.slipway.rollout.adapter;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.strategy.Router;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

/**
 * The Service that callers know. Which pods it selects is the router's to say; all else
 * is the team's.
 */
final class EntryService {

	/** What it selected before Slipway came. */
	static final String ADOPTED = "slipway.dev/adopted-selector";

	private final View view;

	private final String namespace;

	private final Release release;

	EntryService(Reach reach, Release release) {
		this.view = reach.view(release);
		this.namespace = reach.namespace(release);
		this.release = release;
	}

	/**
	 * The first port, of the release's own Service when somebody deleted this one; null
	 * when there is neither.
	 */
	@Nullable Integer port() {
		Service entry = find();
		Service found = (entry != null) ? entry : find(Reach.numbered(this.release, this.release.number()));
		return (found == null || found.getSpec().getPorts().isEmpty()) ? null
				: found.getSpec().getPorts().get(0).getPort();
	}

	/** Whether it selects what that router wants it to, and says so. */
	boolean is(Router router, @Nullable Integer number) {
		Service found = find();
		// Without a Service nobody asks: there is nothing to divide.
		return found == null || (selector(number).equals(found.getSpec().getSelector()) && router == router(found));
	}

	/** Selects the pods of that release only, or of all if it is null. */
	void select(@Nullable Integer number, Fence fence) {
		change(fence, (service) -> !selector(number).equals(service.getSpec().getSelector()), (service) -> {
			service.getSpec().setSelector(selector(number));
			Objects.annotate(service, Labels.POINTS_TO, (number != null) ? Integer.toString(number) : Labels.ALL);
		});
	}

	/** Selects what it selected before Slipway came. */
	void selectAdopted(Fence fence) {
		change(fence,
				(service) -> adopted(service) != null && !service.getSpec().getSelector().equals(adopted(service)),
				(service) -> {
					service.getSpec().setSelector(adopted(service));
					Objects.annotate(service, Labels.POINTS_TO, Labels.ALL);
				});
	}

	/**
	 * The one release that it selects although it was not written so; null when nobody
	 * changed that.
	 */
	@Nullable Integer byHand() {
		Service found = find();
		String written = (found != null) ? Objects.annotation(found, Labels.POINTS_TO) : null;
		String selected = pointsTo(found);
		return (written == null || selected == null || selected.equals(written)) ? null : Integer.valueOf(selected);
	}

	/** What somebody else wrote is as if it had been written here. */
	void accept(Fence fence) {
		change(fence, (service) -> pointsTo(service) != null, (service) -> Objects.annotate(service, Labels.POINTS_TO,
				java.util.Objects.requireNonNullElse(pointsTo(service), Labels.ALL)));
	}

	private @Nullable String pointsTo(@Nullable Service service) {
		Map<String, String> selector = (service != null) ? service.getSpec().getSelector() : null;
		if (selector == null || !this.release.draft().service().equals(selector.get(Labels.SERVICE))) {
			return null;
		}
		String release = selector.get(Labels.RELEASE);
		return (release != null && release.matches("[0-9]{1,9}")) ? release : null;
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Map<String, String> adopted(Service service) {
		String kept = Objects.annotation(service, ADOPTED);
		return (kept != null) ? Serialization.unmarshal(kept, Map.class) : null;
	}

	/** The router that divides its requests. */
	Router router() {
		Service found = find();
		return (found != null) ? router(found) : Router.REPLICAS;
	}

	/** Says which router divides its requests. */
	void router(Router router, Fence fence) {
		change(fence, (service) -> router(service) != router,
				(service) -> Objects.annotate(service, Labels.ROUTER, router.name()));
	}

	private void change(Fence fence, Predicate<Service> needed, Consumer<Service> change) {
		Service found = find();
		if (found != null && needed.test(found)) {
			new Fenced(this.view, fence).change(found, change);
		}
	}

	private static Router router(Service service) {
		String said = Objects.annotation(service, Labels.ROUTER);
		return (said != null) ? Router.valueOf(said) : Router.REPLICAS;
	}

	private @Nullable Service find() {
		return find(this.release.draft().service());
	}

	private @Nullable Service find(String name) {
		return this.view.get(ObjectType.SERVICE, this.namespace, name);
	}

	private Map<String, String> selector(@Nullable Integer number) {
		Map<String, String> selector = new TreeMap<>();
		selector.put(Labels.SERVICE, this.release.draft().service());
		if (number != null) {
			selector.put(Labels.RELEASE, Integer.toString(number));
		}
		return selector;
	}

}
