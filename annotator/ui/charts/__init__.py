"""Charts, drawn by ourselves: laid out as simple marks, painted on screen, as SVG and as PNG."""
