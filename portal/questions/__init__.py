"""Public questions about a vacancy that consultants fill: asked without a name, answered once for everybody."""
