"""An import contract: what a feature keeps to itself (its tables, its queries) stays inside it.

import-linter's own `protected` contract wants every feature named, and fails on one without tables;
this one holds for each feature by itself.
"""

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateModulesContract(Contract):
    """Modules with these names may be imported only from within the package that holds them."""

    type_name = "private_modules"

    names = fields.SetField(subfield=fields.StringField())
    shared = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Keep the trespasses, if any, for the report."""
        private = sorted(module for module in graph.modules if self._is_private(module))
        trespasses = [
            f"{importer} imports {module}"
            for module in private
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if not f"{importer}.".startswith(f"{_holder(module)}.")
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line a trespass."""
        for trespass in check.metadata["trespasses"]:
            output.print_error(trespass, bold=False)
        output.new_line()

    def _is_private(self, module: str) -> bool:
        holder, _, name = module.rpartition(".")
        names = cast("set[str]", self.names)
        shared = cast("set[str] | None", self.shared) or set()
        # An external package may have a module called `tables`; it keeps its own secrets.
        ours = holder.partition(".")[0] in self.session_options["root_packages"]
        return ours and name in names and holder not in shared


def _holder(module: str) -> str:
    return module.rpartition(".")[0]
