// What every page of the console does: colour scheme, copying, live regions, forms.
"use strict";

(function () {
	function cookie(name) {
		const found = document.cookie.split("; ").find((entry) => entry.startsWith(name + "="));
		return found ? decodeURIComponent(found.substring(name.length + 1)) : "";
	}

	// Shared with the other scripts: a call of the API in the name of who is signed in.
	window.slipway = {
		async call(method, path, body) {
			const headers = { "Accept": "application/json", "X-XSRF-TOKEN": cookie("XSRF-TOKEN") };
			if (body !== undefined) {
				headers["Content-Type"] = "application/json";
			}
			const answer = await fetch("/api/v1" + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
			if (answer.status === 401) {
				location.href = "/signin";
			}
			return answer;
		},
		follow(topic, handlers) {
			const source = new EventSource("/api/v1/events?topic=" + encodeURIComponent(topic));
			for (const [name, handler] of Object.entries(handlers)) {
				source.addEventListener(name, (event) => handler(JSON.parse(event.data)));
			}
			window.addEventListener("pagehide", () => source.close());
			return source;
		}
	};

	document.addEventListener("htmx:configRequest", (event) => {
		event.detail.headers["X-XSRF-TOKEN"] = cookie("XSRF-TOKEN");
	});

	document.addEventListener("click", (event) => {
		const theme = event.target.closest("[data-theme-toggle]");
		if (theme) {
			const next = document.documentElement.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
			document.documentElement.setAttribute("data-bs-theme", next);
			try { localStorage.setItem("slipway-theme", next); } catch (e) { /* storage is off */ }
			document.dispatchEvent(new CustomEvent("slipway:theme"));
		}
		const copy = event.target.closest("[data-copy]");
		if (copy) {
			navigator.clipboard.writeText(copy.dataset.copy).then(() => {
				copy.classList.add("copied");
				setTimeout(() => copy.classList.remove("copied"), 1500);
			});
		}
		const row = event.target.closest("tr[data-href]");
		if (row && !event.target.closest("a, button, input") && !window.getSelection().toString()) {
			location.href = row.dataset.href;
		}
	});

	// A form that asks before it is sent.
	document.addEventListener("submit", (event) => {
		const question = event.target.dataset.confirm;
		if (question && !window.confirm(question)) {
			event.preventDefault();
		}
	}, true);

	// Whether somebody fills in a form of a region: it is left alone until the form is sent or as it was.
	function filling(region) {
		return [...region.querySelectorAll("input, textarea, select")]
			.filter((field) => !["hidden", "submit", "button"].includes(field.type))
			.some((field) => field === document.activeElement || changed(field));
	}

	function changed(field) {
		if (field.tagName === "SELECT") {
			const given = [...field.options].findIndex((option) => option.defaultSelected);
			return !field.multiple && field.selectedIndex > 0 && given < 0 || given >= 0 && field.selectedIndex !== given;
		}
		return (field.type === "checkbox" || field.type === "radio") ? field.checked !== field.defaultChecked
			: field.value !== field.defaultValue;
	}

	// Puts in what is new of a region; what one has unfolded and where one is stays. Compared is with what was
	// read last, for scripts change a page as well.
	function swap(old, fresh) {
		if (!old || !fresh || fresh.innerHTML === (old.slipwayRead ?? old.innerHTML) || filling(old)) {
			return false;
		}
		const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
		const unfolded = new Map([...old.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
		const scrolled = new Map([...old.querySelectorAll("[id][tabindex='0']")].map((one) => [one.id, [one.scrollTop, one.scrollLeft]]));
		const moved = new Map([...old.querySelectorAll("[data-move]")].map((one) => [one.dataset.move, one.style.cssText]));
		old.slipwayRead = fresh.innerHTML;
		old.innerHTML = fresh.innerHTML;
		for (const [id, open] of unfolded) {
			document.getElementById(id)?.toggleAttribute("open", open);
		}
		for (const [id, [top, left]] of scrolled) {
			document.getElementById(id)?.scrollTo({ top, left, behavior: "instant" });
		}
		for (const one of old.querySelectorAll("[data-move]")) {
			const before = moved.get(one.dataset.move);
			const after = one.style.cssText;
			if (before !== undefined && before !== after) {
				one.style.cssText = before; // from where it was, so that it is seen to move
				void one.offsetWidth;
				one.style.cssText = after;
			}
		}
		if (focused) {
			document.getElementById(focused)?.focus({ preventScroll: true });
		}
		if (window.htmx) {
			htmx.process(old);
		}
		return true;
	}

	// A region that is read again when something on its topic moves: at most twice a second.
	// <div data-live="services/orders/builds" data-live-src="/services/orders/builds" id="builds">
	function live(region) {
		let timer = null;
		let again = false;
		let busy = false;
		let beat = 0;
		async function refresh() {
			timer = null;
			if (busy) {
				again = true;
				return;
			}
			busy = true;
			try {
				const answer = await fetch(region.dataset.liveSrc || location.href, { headers: { "Slipway-Live": region.id } }).catch(() => null);
				if (answer?.ok) {
					const page = new DOMParser().parseFromString(await answer.text(), "text/html");
					const fresh = page.getElementById(region.id);
					if (fresh && !fresh.dataset.liveEvery && !filling(region)) {
						clearInterval(beat); // it has come to rest
					}
					const also = (region.dataset.liveAlso || "").split(" ").filter(Boolean);
					const swapped = [region.id, ...also].filter((id) => swap(document.getElementById(id), page.getElementById(id)));
					if (swapped.length) {
						region.dispatchEvent(new CustomEvent("slipway:refreshed", { bubbles: true }));
					}
				}
			}
			finally {
				busy = false;
				if (again) {
					again = false;
					touch();
				}
			}
		}
		function touch() {
			if (timer === null) {
				timer = setTimeout(refresh, 400);
			}
		}
		const names = (region.dataset.liveEvents || "changed stage status step phase verdict run build release onboarding state").split(" ");
		const source = new EventSource(region.dataset.liveUrl || "/api/v1/events?events=" + names.join(",") + "&topic=" + encodeURIComponent(region.dataset.live));
		source.onopen = touch; // what moved since the page was made, or while the connection was broken
		names.forEach((name) => source.addEventListener(name, touch));
		if (region.dataset.liveEvery) {
			beat = setInterval(touch, Number(region.dataset.liveEvery) * 1000);
		}
		region.addEventListener("focusout", touch); // what was held back
		window.addEventListener("pagehide", () => source.close());
	}

	document.addEventListener("DOMContentLoaded", () => {
		document.querySelectorAll("[data-live]").forEach(live);
		document.querySelectorAll("[data-nav-toggle]").forEach((button) => button.addEventListener("click", () => {
			const menu = document.getElementById(button.getAttribute("aria-controls"));
			const open = menu.classList.toggle("show");
			button.setAttribute("aria-expanded", String(open));
		}));
	});
})();
