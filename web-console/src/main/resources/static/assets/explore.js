// Any metric of a service: its names and labels come from the API, its chart too.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
	const root = document.getElementById("explore");
	const metric = document.getElementById("explore-metric");
	const show = document.getElementById("explore-show");
	const by = document.getElementById("explore-by");
	const hint = document.getElementById("explore-hint");
	const colours = ["#0b6bcb", "#2fb344", "#f59f00", "#d63939", "#ae3ec9", "#0ca678", "#667382", "#4299e1"];
	let chart = null;

	function address(path, parameters) {
		return root.dataset.url + path + "?" + new URLSearchParams({ environment: root.dataset.environment, window: root.dataset.window, ...parameters });
	}

	async function ask(path, parameters) {
		const response = await fetch(address(path, parameters)).catch(() => null);
		const answer = response ? await response.json().catch(() => null) : null;
		if (!response || !response.ok || !answer) {
			hint.textContent = answer?.fields?.metric || answer?.detail || "The metrics cannot be read at the moment.";
			return null;
		}
		return answer;
	}

	function option(text) {
		const made = document.createElement("option");
		made.value = made.textContent = text;
		return made;
	}

	async function names() {
		const answer = await ask("/names", {});
		document.getElementById("explore-names").replaceChildren(...(answer?.items || []).map(option));
		if (answer && !answer.whole) {
			hint.textContent = "Only the first " + answer.items.length + " names are listed; others can be typed.";
		}
		else if (answer && !answer.items.length) {
			hint.textContent = "No pod of this service has been scraped here yet.";
		}
	}

	async function labels() {
		if (!metric.value) {
			return;
		}
		const answer = await ask("/labels", { metric: metric.value });
		const chosen = by.value;
		const offered = (answer?.items || []).filter((label) => !["__name__", "le", "service", "team"].includes(label));
		by.replaceChildren(by.options[0], ...offered.map(option));
		by.value = offered.includes(chosen) ? chosen : "";
		show.value = /_bucket$/.test(metric.value) ? "p95" : /_(total|count|sum)$/.test(metric.value) ? "rate" : "avg";
	}

	function name(series) {
		return Object.entries(series.labels).map(([label, value]) => label + "=" + value).join(", ") || series.id;
	}

	function draw(answer) {
		const sets = answer.series.map((series, index) => ({
			label: name(series), borderColor: colours[index % colours.length], borderWidth: 2, pointRadius: 0, tension: 0.2,
			data: series.points.map(([x, y]) => ({ x, y }))
		}));
		const clock = (value) => new Date(value).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
		chart?.destroy();
		chart = new Chart(document.getElementById("chart-explore"), {
			type: "line", data: { datasets: sets },
			options: {
				animation: false, maintainAspectRatio: false, parsing: false, normalized: true, interaction: { mode: "index", intersect: false },
				scales: { x: { type: "linear", min: Date.parse(answer.from), max: Date.parse(answer.to), ticks: { callback: clock, maxTicksLimit: 6, maxRotation: 0 } }, y: { ticks: { maxTicksLimit: 5 } } },
				plugins: { legend: { display: sets.length > 1 && sets.length <= 12, labels: { boxWidth: 12 } }, tooltip: { callbacks: { title: (items) => (items.length ? clock(items[0].parsed.x) : "") } } }
			}
		});
	}

	document.getElementById("explore-form").addEventListener("submit", async (event) => {
		event.preventDefault();
		const answer = metric.value ? await ask("/points", { metric: metric.value, show: show.value, by: by.value }) : null;
		if (answer) {
			hint.textContent = !answer.series.length ? "No data: there is no such series, or too few samples yet."
				: answer.whole ? "" : "Only the first " + answer.series.length + " series are drawn; split by less.";
			document.getElementById("explore-expression").textContent = answer.expression;
			draw(answer);
		}
	});
	metric.addEventListener("change", labels);
	names();
});
