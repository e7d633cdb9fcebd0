"""The small set of widgets every screen is made of: painted where style sheets can't reach. Knows no case.

A widget receives its words ready; colours, sizes and icons are named by the tokens of `ui.theme`.
"""
