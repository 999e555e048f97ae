BeforeAll {
    . $PSScriptRoot/Common.ps1
    Import-Module $Manifest
    $tree = New-ExampleTree
    Push-Location $tree
    Invoke-HostPlan nixos -Root ./out -Confirm:$false
    function Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches | ForEach-Object CompletionText }
}

AfterAll {
    Pop-Location
    Remove-Item $tree -Recurse -Force
}

Describe 'Completion' {
    It 'proposes <Expected> for <Line>' -ForEach @(
        @{ Line = 'Get-HostConfig to'; Expected = 'toaster' }
        @{ Line = 'Get-HostPlan -HostName n'; Expected = 'nixos' }
        @{ Line = 'Invoke-HostPlan -Name toa'; Expected = 'toaster' }
        @{ Line = 'Get-HostOption toaster networking.hostN'; Expected = 'networking.hostName' }
        @{ Line = 'Get-HostOption toaster -Option boot.kernelP'; Expected = 'boot.kernelParams' }
        @{ Line = 'Get-HostFact kernel.'; Expected = 'kernel.release' }
        @{ Line = 'Get-HostGeneration -Root ./out '; Expected = '1' }
        @{ Line = 'Restore-HostGeneration -Root ./out -Number '; Expected = '1' }
        @{ Line = 'Get-HostPlan toaster -Target w'; Expected = 'wsl' }
        @{ Line = 'Get-HostPlan toaster -User dr'; Expected = 'draxel' }
        @{ Line = 'Get-HostFileOrigin toaster /etc/cups/cupsd.c'; Expected = '/etc/cups/cupsd.conf' }
        @{ Line = 'Repair-HostState -Direction f'; Expected = 'Forward' }
        @{ Line = 'Get-HostPlan -Ro'; Expected = '-Root' }
        @{ Line = 'Get-HostPlan toaster -Path ./mod'; Expected = './modules' }
        @{ Line = '(Get-HostFact kernel.release).So'; Expected = 'Source' }
    ) {
        Complete $Line | Should -Contain $Expected
    }

    It 'proposes only options that exist, and nothing inside the instances of a map or list' {
        $known = (Get-HostOption toaster -Internal).Name + (Get-HostOption nixos -Internal).Name
        Complete 'Get-HostOption toaster services.openssh.' | Should -Not -Match '\.module|\.options'
        Complete 'Get-HostOption toaster services.openssh.' | Should -Contain 'services.openssh.hostKeys'
        Complete 'Get-HostOption nixos services.openssh.' | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
    }

    It 'proposes the users of the host that is named only' {
        New-Item -ItemType Directory hosts/lonely | Out-Null
        Set-Content hosts/lonely/default.yaml 'users: [bamse]'
        Complete 'Get-HostPlan lonely -User ' | Should -Be 'bamse'
        Complete 'Get-HostPlan -User ' | Should -Be @('bamse', 'draxel')
        Remove-Item hosts/lonely -Recurse
    }

    It 'knows the tree that -Path names' {
        Push-Location /
        try { Complete "Get-HostConfig -Path '$tree' -Name to" | Should -Be 'toaster' } finally { Pop-Location }
    }

    It 'proposes nothing, and does not fail, where there is no tree' {
        Push-Location /
        try { Complete 'Get-HostConfig toa' | Should -Not -Contain 'toaster' } finally { Pop-Location }
    }

    It 'does not evaluate a host: one that cannot be evaluated is proposed all the same' {
        New-Item -ItemType Directory hosts/broken | Out-Null
        Set-Content hosts/broken/default.yaml 'a: [b'
        Complete 'Get-HostConfig bro' | Should -Be 'broken'
        Remove-Item hosts/broken -Recurse
    }
}
