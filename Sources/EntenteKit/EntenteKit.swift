/// The one door: hosts import EntenteKit and get places, diagnostics and suggestions with it.
@_exported public import Diagnostics
