"""Lays out invented articles as newspaper pages whose truth is known: as PDF, as text dumps and as scans."""
