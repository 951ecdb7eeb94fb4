// A release while one watches: what it says aloud, how long a hold lasts, the new release against the old one.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
	const release = document.getElementById("release");
	const compare = document.getElementById("compare");
	const ours = compare.dataset.candidate;
	const theirs = compare.dataset.stable;
	const charts = {};
	const kinds = {
		requestRate: { scale: 1, show: (value) => value.toFixed(value < 10 ? 1 : 0) + "/s" },
		errorRatio: { scale: 100, show: (value) => (value * 100).toFixed(value > 0 && value < 0.1 ? 2 : 0) + " %" },
		p95: { scale: 1000, show: (value) => (value < 1 ? (value * 1000).toFixed(value < 0.01 ? 1 : 0) + " ms" : value.toFixed(2) + " s") }
	};
	let said = "";
	let measured = "";

	// Said when the sentence changes, without the numbers that change all the time.
	function announce() {
		const sentence = document.getElementById("sentence")?.textContent || release.querySelector("h2 + .badge-status")?.textContent || "";
		const gist = sentence.replace(/, \d+ % reached.*$/, "");
		if (said && gist !== said) {
			document.getElementById("announce").textContent = sentence;
		}
		said = gist;
	}

	function spoken(seconds) {
		if (seconds < 60) {
			return seconds + " s left";
		}
		return (seconds < 3600 ? Math.floor(seconds / 60) + " min " + (seconds % 60) + " s" : Math.floor(seconds / 3600) + " h " + Math.floor(seconds % 3600 / 60) + " min") + " left";
	}

	function countDown() {
		for (const one of release.querySelectorAll("[data-until]")) {
			const left = Math.ceil((Date.parse(one.dataset.until) - Date.now()) / 1000);
			one.textContent = left > 0 ? spoken(left) : "its time is over";
		}
	}

	function refreshed() {
		announce();
		countDown();
		for (const one of release.querySelectorAll("[data-measured]")) {
			one.textContent = measured;
		}
		const now = release.querySelector(".slip-way [aria-current]");
		const way = release.querySelector(".slip-way");
		if (now && way.scrollWidth > way.clientWidth) {
			way.scrollLeft = now.offsetLeft - (way.clientWidth - now.offsetWidth) / 2;
		}
	}

	function colour(name) {
		return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#888";
	}

	function clock(value) {
		return new Date(value).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
	}

	const ends = {
		id: "ends",
		afterDatasetsDraw(chart) {
			const { ctx, chartArea, scales } = chart;
			ctx.save();
			ctx.setLineDash([4, 4]);
			ctx.strokeStyle = colour("--tblr-secondary");
			for (const at of [compare.dataset.from, compare.dataset.ended]) {
				const x = at ? scales.x.getPixelForValue(Date.parse(at)) : NaN;
				if (x >= chartArea.left && x <= chartArea.right) {
					ctx.beginPath();
					ctx.moveTo(x, chartArea.top);
					ctx.lineTo(x, chartArea.bottom);
					ctx.stroke();
				}
			}
			ctx.restore();
		}
	};

	function build() {
		Object.values(charts).forEach((one) => one.destroy());
		for (const [id, kind] of Object.entries(kinds)) {
			const set = (label, colour, extra) => ({ label, borderColor: colour, backgroundColor: colour, data: [], borderWidth: 2, pointRadius: 0, tension: 0.2, ...extra });
			charts[id] = new Chart(document.getElementById("compare-" + id), {
				type: "line",
				data: { datasets: [set("Release " + ours, "#0b6bcb"), ...(theirs ? [set("Release " + theirs, "#8a94a3", { borderDash: [5, 3] })] : [])] },
				options: {
					animation: false, maintainAspectRatio: false, parsing: false, normalized: true, spanGaps: false,
					interaction: { mode: "index", intersect: false },
					scales: {
						x: { type: "linear", ticks: { callback: clock, maxTicksLimit: 4, maxRotation: 0, color: colour("--tblr-secondary") }, grid: { display: false } },
						y: { beginAtZero: true, suggestedMax: id === "errorRatio" ? 1 : undefined, ticks: { maxTicksLimit: 4, color: colour("--tblr-secondary"), callback: (value) => kind.show(value / kind.scale) }, grid: { color: colour("--tblr-border-color") } }
					},
					plugins: { legend: { labels: { boxWidth: 10, color: colour("--tblr-body-color") } }, tooltip: { callbacks: { title: (items) => (items.length ? clock(items[0].parsed.x) : ""), label: (item) => item.dataset.label + ": " + kind.show(item.parsed.y / kind.scale) } } }
				},
				plugins: [ends]
			});
		}
	}

	function points(answer, id, number) {
		const found = answer.series.find((series) => series.id === id && series.labels.release === number);
		const made = [];
		let last = null;
		for (const [x, y] of found ? found.points : []) {
			if (last !== null && x - last > answer.stepMillis * 2.5) {
				made.push({ x: last + answer.stepMillis, y: NaN });
			}
			made.push({ x, y: y * kinds[id].scale });
			last = x;
		}
		return made;
	}

	// The newest value of a line that is not older than a few steps.
	function newest(line, answer, id) {
		const last = line[line.length - 1];
		return last && Date.parse(answer.to) - last.x < answer.stepMillis * 4 + 15000 ? last.y / kinds[id].scale : null;
	}

	function draw(answer) {
		const rates = [];
		for (const [id, kind] of Object.entries(kinds)) {
			const lines = [ours, theirs].filter(Boolean).map((number) => points(answer, id, number));
			const one = charts[id];
			one.options.scales.x.min = Date.parse(answer.from);
			one.options.scales.x.max = Date.parse(answer.to);
			lines.forEach((line, index) => { Object.assign(one.data.datasets[index], { data: line, pointRadius: line.length < 4 ? 2 : 0 }); });
			one.update("none");
			const values = lines.map((line) => newest(line, answer, id));
			compare.querySelector("[data-now='" + id + "']").textContent = values.some((value) => value !== null)
				? values.map((value) => (value === null ? "–" : kind.show(value))).join(" against ") : "";
			if (id === "requestRate") {
				rates.push(...values.map((value) => value || 0));
			}
		}
		const all = rates.reduce((sum, value) => sum + value, 0);
		measured = rates.length === 2 && all > 0 ? ", " + Math.round(100 * rates[0] / all) + " % measured" : "";
	}

	async function refresh() {
		if (document.hidden) {
			return;
		}
		let url = compare.dataset.url;
		if (!compare.dataset.ended) { // the window grows while it goes on
			const seconds = Math.min(21600, Math.ceil((Date.now() - Date.parse(compare.dataset.from)) / 1000) + 120);
			url = url.replace(/window=\d+s/, "window=" + Math.max(60, seconds) + "s").replace(/to=[^&]*/, "to=");
		}
		const answer = await fetch(url).then((response) => (response.ok ? response.json() : null)).catch(() => null);
		const mine = answer?.series.some((series) => series.id in kinds && [ours, theirs].includes(series.labels.release) && series.points.length);
		const hint = document.getElementById("compare-hint");
		const text = !answer ? "The metrics cannot be read at the moment." : mine ? "" : "There are no metrics of these two releases in this time.";
		if (hint.textContent !== text) {
			hint.textContent = text;
		}
		document.getElementById("compare-charts").classList.toggle("d-none", !mine);
		if (mine) {
			if (!charts.p95) {
				build();
			}
			draw(answer);
		}
		refreshed();
	}

	announce();
	refresh();
	release.addEventListener("slipway:refreshed", refreshed);
	setInterval(countDown, 1000);
	setInterval(() => { if (!compare.dataset.ended) { refresh(); } }, 5000);
	document.addEventListener("visibilitychange", refresh);
	document.addEventListener("slipway:theme", () => { if (charts.p95) { build(); refresh(); } });
});
