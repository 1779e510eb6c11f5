"""What the formats share: units of offsets, tokens, flattening, loss reports, safe XML and ZIP."""
