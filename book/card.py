"""Draw the card that other sites show beside a link to the book: its name and two spirals."""

import sys

import matplotlib.pyplot as plt
import numpy as np
from course import BLUE, GREY, MARKERS, VERMILLION

WIDTH, HEIGHT = 1200, 630  # pixels; no site crops a card of this size

figure = plt.figure(figsize=(WIDTH / 100, HEIGHT / 100), layout="none")

spirals = figure.add_axes((0.53, 0.02, 0.45, 0.96))
spirals.set(aspect="equal", xlim=(-1.05, 1.05), ylim=(-1.05, 1.05))
spirals.axis("off")
radius = np.sqrt(np.linspace(0.02, 1, 60))  # points at equal distances
for label, color in enumerate([BLUE, VERMILLION]):
    angle = 9.5 * radius + np.pi * label
    x, y = radius * np.cos(angle), radius * np.sin(angle)
    spirals.scatter(x, y, s=150, c=color, marker=MARKERS[label])

figure.text(0.06, 0.57, "Neural\nNetworks\nfrom Scratch", size=58, weight="bold", va="center")
figure.text(0.065, 0.1, "in NumPy, with notebooks\nthat check themselves", size=20, c=GREY)
figure.savefig(sys.argv[1], dpi=100)
